using System.Text.Json;
using System.Text.Json.Serialization;
using LongWriter.Formats;

namespace LongWriter.Training.Models.Llama;

/// <summary>The shape of a Llama-architecture model, under the names of Hugging Face's config.json.</summary>
public sealed record LlamaConfig
{
    [JsonPropertyName("vocab_size")]
    public required int VocabSize { get; init; }

    [JsonPropertyName("hidden_size")]
    public required int HiddenSize { get; init; }

    [JsonPropertyName("intermediate_size")]
    public required int IntermediateSize { get; init; }

    [JsonPropertyName("num_hidden_layers")]
    public required int Layers { get; init; }

    [JsonPropertyName("num_attention_heads")]
    public required int Heads { get; init; }

    [JsonPropertyName("num_key_value_heads")]
    public required int KeyValueHeads { get; init; }

    [JsonPropertyName("max_position_embeddings")]
    public required int ContextLength { get; init; }

    [JsonPropertyName("rope_theta")]
    public double RopeTheta { get; init; } = 10_000;

    /// <summary>Present where positions are scaled, which is not supported.</summary>
    [JsonPropertyName("rope_scaling")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? RopeScaling { get; init; }

    [JsonPropertyName("rms_norm_eps")]
    public double NormEpsilon { get; init; } = 1e-5;

    [JsonPropertyName("tie_word_embeddings")]
    public bool TiedEmbeddings { get; init; } = true;

    [JsonPropertyName("model_type")]
    public string ModelType { get; init; } = "llama";

    [JsonPropertyName("architectures")]
    public IReadOnlyList<string> Architectures { get; init; } = ["LlamaForCausalLM"];

    [JsonPropertyName("hidden_act")]
    public string Activation { get; init; } = "silu";

    [JsonPropertyName("torch_dtype")]
    public string DataType { get; init; } = "bfloat16";

    [JsonIgnore]
    public int HeadSize => HiddenSize / Heads;

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true };

    /// <exception cref="ModelFileException">The file is missing, no JSON, or describes a model that cannot be built.</exception>
    public static LlamaConfig Load(string path)
    {
        try
        {
            var config = JsonSerializer.Deserialize<LlamaConfig>(File.ReadAllText(path)) ?? throw new ModelFileException(path, "is empty");
            var problem = config.FindProblem();
            return problem is null ? config : throw new ModelFileException(path, problem);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ModelFileException(path, $"cannot be read as a model configuration: {e.Message}", e);
        }
    }

    public void Save(string path)
    {
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(this, s_options));
        File.Move(path + ".tmp", path, overwrite: true);
    }

    private string? FindProblem() => this switch
    {
        { ModelType: not "llama" } => $"model_type is '{ModelType}'; llama is supported",
        { VocabSize: < 1 } or { HiddenSize: < 1 } or { IntermediateSize: < 1 } or { Layers: < 1 } or { Heads: < 1 } or { KeyValueHeads: < 1 } or { ContextLength: < 1 } => "a size is below 1",
        { RopeScaling: { ValueKind: not JsonValueKind.Null } } => "rope_scaling is set; models with scaled positions are not supported",
        _ when HiddenSize % Heads != 0 || HeadSize % 2 != 0 => $"hidden_size {HiddenSize} does not give {Heads} heads of even size",
        _ when Heads % KeyValueHeads != 0 => $"{Heads} heads cannot share {KeyValueHeads} key-value heads",
        _ => null,
    };
}
