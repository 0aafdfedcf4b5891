using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Models;

/// <summary>The shape of a decoder and what its family does otherwise than Llama; config.json is its form on disk.</summary>
public sealed record DecoderConfig
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ModelFamily Family { get; init; } = LlamaFamily.Instance;

    /// <summary>Rows of the embedding, at least the tokens of the vocabulary.</summary>
    public required int VocabSize { get; init; }

    public required int HiddenSize { get; init; }

    public required int IntermediateSize { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    /// <summary>Key and value heads; each serves as many query heads as it divides them by.</summary>
    public required int KeyValueHeads { get; init; }

    /// <summary>The longest document, in tokens.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Floats of a head where that is not hidden size over heads.</summary>
    public int? StatedHeadSize { get; init; }

    public double RopeTheta { get; init; } = 10_000;

    public RotaryScaling? RotaryScaling { get; init; }

    /// <summary>The share of each head, from its front, that positions rotate.</summary>
    public double RotaryShare { get; init; } = 1;

    /// <summary>Neighbouring floats rotate together (GLM); else a float of the first half with its like in the second.</summary>
    public bool RotatesNeighbours { get; init; }

    /// <summary>Queries, keys and values have biases (Qwen2, GLM-4).</summary>
    public bool ProjectionBias { get; init; }

    /// <summary>Each query and key head is normed before it is rotated (Qwen3).</summary>
    public bool HeadNorms { get; init; }

    /// <summary>What attention and feed-forward return is normed before it is added (glm4).</summary>
    public bool OutputNorms { get; init; }

    public double NormEpsilon { get; init; } = 1e-5;

    public bool TiedEmbeddings { get; init; } = true;

    /// <summary>Element type of the weights on disk, as <c>torch_dtype</c> names it: bfloat16, float16 or float32.</summary>
    public string DataType { get; init; } = "bfloat16";

    /// <summary>The file this was read from; what is not understood of it is written back.</summary>
    internal JsonObject? Source { get; init; }

    public int HeadSize => StatedHeadSize ?? (HiddenSize / Heads);

    /// <summary>Floats of each head that are rotated.</summary>
    public int RotaryDimensions => (int)(HeadSize * RotaryShare);

    /// <summary>Width of all query heads together.</summary>
    public int QueryWidth => Heads * HeadSize;

    /// <summary>Width of all key heads together.</summary>
    public int KeyWidth => KeyValueHeads * HeadSize;

    /// <summary>Radians a position of each rotated pair, before scaling.</summary>
    internal IEnumerable<double> UnscaledFrequencies => Enumerable.Range(0, RotaryDimensions / 2).Select(i => Math.Pow(RopeTheta, -2.0 * i / RotaryDimensions));

    /// <summary>Radians a position of each rotated pair.</summary>
    internal IEnumerable<double> Frequencies => UnscaledFrequencies.Select(frequency => frequency / (RotaryScaling?.Divisor(frequency) ?? 1));

    /// <exception cref="ModelFileException">The file is missing, no JSON, or describes a model that cannot be built.</exception>
    public static DecoderConfig Load(string path)
    {
        try
        {
            var json = JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new ModelFileException(path, "is no JSON object");
            var reader = new ConfigReader(path, json);
            var config = ModelFamily.Of(reader).Read(reader) with { Source = json };
            return config.FindProblem() is { } problem ? throw new ModelFileException(path, problem) : config;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelFileException(path, $"cannot be read as a model configuration: {e.Message}", e);
        }
    }

    public void Save(string path)
    {
        File.WriteAllText(path + ".tmp", ToJson());
        File.Move(path + ".tmp", path, overwrite: true);
    }

    /// <summary>The text of config.json.</summary>
    public string ToJson()
    {
        var json = Source?.DeepClone().AsObject() ?? [];
        Family.Write(this, new ConfigWriter(json));
        return json.ToJsonString(s_indented);
    }

    private string? FindProblem() => this switch
    {
        { VocabSize: < 1 } or { HiddenSize: < 1 } or { IntermediateSize: < 1 } or { Layers: < 1 } or { Heads: < 1 } or { KeyValueHeads: < 1 } or { ContextLength: < 1 } or { StatedHeadSize: < 1 } => "a size is below 1",
        { StatedHeadSize: null } when HiddenSize % Heads != 0 => $"hidden_size {HiddenSize} does not give {Heads} heads of even size",
        _ when HeadSize % 2 != 0 => $"hidden_size {HiddenSize} does not give {Heads} heads of even size",
        _ when Heads % KeyValueHeads != 0 => $"{Heads} heads cannot share {KeyValueHeads} key-value heads",
        _ when RotaryDimensions < 2 || RotaryDimensions > HeadSize || RotaryDimensions % 2 != 0 => $"rotates {RotaryDimensions} of {HeadSize} floats of a head, which is no even part of it",
        _ when !(RopeTheta > 0) || !double.IsFinite(RopeTheta) => $"rope_theta {RopeTheta} is not a positive number",
        _ when !(NormEpsilon > 0) || !double.IsFinite(NormEpsilon) => $"norm epsilon {NormEpsilon} is not a positive number",
        { RotaryScaling: { } scaling } when !(scaling is { Factor: >= 1, LowFrequencyFactor: > 0, OriginalContext: > 0 } && scaling.HighFrequencyFactor > scaling.LowFrequencyFactor) => "rope_scaling has factors out of range",
        { DataType: not ("bfloat16" or "float16" or "float32") } => $"torch_dtype is '{DataType}'; bfloat16, float16 and float32 are supported",
        _ => null,
    };
}
