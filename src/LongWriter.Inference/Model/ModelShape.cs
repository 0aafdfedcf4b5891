using LongWriter.Formats;
using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Model;

/// <summary>The sizes of a Llama-architecture model, read from a GGUF header and checked before anything is allocated.</summary>
public sealed record ModelShape(
    int Vocabulary,
    int ContextLength,
    int Width,
    int Layers,
    int FeedForward,
    int Heads,
    int KeyValueHeads,
    int RotaryDimensions,
    double RotaryBase,
    float NormEpsilon)
{
    /// <summary>Floats per head.</summary>
    public int HeadSize => Width / Heads;

    /// <exception cref="ModelFileException">Another architecture, or sizes that do not fit together.</exception>
    public static ModelShape Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var metadata = file.Metadata;
        if (metadata.GetString("general.architecture") is not "llama" and var other)
        {
            throw new ModelFileException(file.Path, $"holds a model of architecture '{other ?? "unknown"}'; llama is supported");
        }

        // Scaling by a tensor of factors (Llama 3.1) has no such key; a model that says "linear" or "yarn" would read on as noise.
        if (metadata.GetString("llama.rope.scaling.type") is { } scaling and not "none")
        {
            throw new ModelFileException(file.Path, $"scales its positions by '{scaling}', which is not supported");
        }

        var heads = metadata.GetRequired("llama.attention.head_count", 1, 1 << 10);
        var width = metadata.GetRequired("llama.embedding_length", 32, 1 << 16);
        var shape = new ModelShape(
            metadata.GetRequiredStrings("tokenizer.ggml.tokens").Length,
            metadata.GetRequired("llama.context_length", 16, 1 << 24),
            width,
            metadata.GetRequired("llama.block_count", 1, 1 << 10),
            metadata.GetRequired("llama.feed_forward_length", 32, 1 << 20),
            heads,
            (int)metadata.GetInt64("llama.attention.head_count_kv", heads),
            (int)metadata.GetInt64("llama.rope.dimension_count", width / heads),
            metadata.GetDouble("llama.rope.freq_base", 10_000),
            (float)metadata.GetDouble("llama.attention.layer_norm_rms_epsilon", 1e-5));
        return shape.FindProblem() is { } problem ? throw new ModelFileException(file.Path, problem) : shape;
    }

    private string? FindProblem() => this switch
    {
        _ when Width % Heads != 0 || HeadSize % 8 != 0 => $"width {Width} does not give {Heads} heads whose size is a multiple of 8",
        _ when KeyValueHeads < 1 || Heads % KeyValueHeads != 0 => $"{Heads} heads cannot share {KeyValueHeads} key-value heads",
        _ when RotaryDimensions != HeadSize => $"rotates {RotaryDimensions} of {HeadSize} dimensions; only whole heads are supported",
        _ when !(RotaryBase > 0) || !double.IsFinite(RotaryBase) => $"rotary base {RotaryBase} is not a positive number",
        _ when !(NormEpsilon > 0) || !float.IsFinite(NormEpsilon) => $"norm epsilon {NormEpsilon} is not a positive number",
        _ => null,
    };
}
