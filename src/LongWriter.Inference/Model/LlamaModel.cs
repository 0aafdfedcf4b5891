using LongWriter.Formats;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Weights of one decoder layer.</summary>
internal sealed record Layer(float[] AttentionNorm, Matrix Query, Matrix Key, Matrix Value, Matrix Output, float[] FeedForwardNorm, Matrix Gate, Matrix Up, Matrix Down);

/// <summary>The weights of a Llama-architecture model. Immutable; any number of <see cref="LlamaSession"/>s may run on it.</summary>
public sealed class LlamaModel : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    private LlamaModel(GgufFile file, ModelShape shape)
    {
        Shape = shape;
        Matrix Load(string name, int rows, int columns)
        {
            var matrix = Matrix.Load(file, name, rows, columns);
            _owned.Add(matrix);
            return matrix;
        }

        var keys = shape.KeyValueHeads * shape.HeadSize;
        Embedding = Load("token_embd.weight", shape.Vocabulary, shape.Width);
        Head = file.Tensors.ContainsKey("output.weight") ? Load("output.weight", shape.Vocabulary, shape.Width) : Embedding;
        FinalNorm = Vector(file, "output_norm.weight", shape.Width);
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(i => new Layer(
            Vector(file, $"blk.{i}.attn_norm.weight", shape.Width),
            Load($"blk.{i}.attn_q.weight", shape.Width, shape.Width),
            Load($"blk.{i}.attn_k.weight", keys, shape.Width),
            Load($"blk.{i}.attn_v.weight", keys, shape.Width),
            Load($"blk.{i}.attn_output.weight", shape.Width, shape.Width),
            Vector(file, $"blk.{i}.ffn_norm.weight", shape.Width),
            Load($"blk.{i}.ffn_gate.weight", shape.FeedForward, shape.Width),
            Load($"blk.{i}.ffn_up.weight", shape.FeedForward, shape.Width),
            Load($"blk.{i}.ffn_down.weight", shape.Width, shape.FeedForward)))];
        RotaryScale = file.Tensors.ContainsKey("rope_freqs.weight") ? Vector(file, "rope_freqs.weight", shape.HeadSize / 2) : null;
    }

    public ModelShape Shape { get; }

    internal Matrix Embedding { get; }

    internal Matrix Head { get; }

    internal float[] FinalNorm { get; }

    internal Layer[] Layers { get; }

    /// <summary>Divisors of the rotary frequencies (Llama 3.1 scaling), or null.</summary>
    internal float[]? RotaryScale { get; }

    /// <exception cref="ModelFileException">A tensor is missing or has another shape.</exception>
    public static LlamaModel Load(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var shape = ModelShape.Read(file);
        if (file.Tensors.Keys.FirstOrDefault(name => name.EndsWith(".bias", StringComparison.Ordinal)) is { } bias)
        {
            throw new ModelFileException(file.Path, $"has the tensor '{bias}'; models with biases are not supported");
        }

        return new LlamaModel(file, shape);
    }

    public void Dispose() => _owned.ForEach(owned => owned.Dispose());

    private static unsafe float[] Vector(GgufFile file, string name, int length)
    {
        var tensor = file.Tensor(name);
        if (tensor.Type != GgmlType.F32 || tensor.Columns != length || tensor.Rows != 1)
        {
            throw new ModelFileException(file.Path, $"tensor '{name}' is {tensor.Type} of {tensor.Columns}; F32 of {length} is expected");
        }

        return new Span<float>(file.Data(tensor), length).ToArray();
    }
}
