using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models.Llama;

/// <summary>The adapters of one layer's seven matrices.</summary>
public sealed record LlamaLoraLayer(LowRank Query, LowRank Key, LowRank Value, LowRank Output, LowRank Gate, LowRank Up, LowRank Down);

/// <summary>Low-rank adapters of all matrices of all layers, under the names that Hugging Face's PEFT gives them.</summary>
public sealed class LlamaLora
{
    /// <summary>The matrices of a layer that have adapters, as PEFT's <c>target_modules</c> names them.</summary>
    public static readonly IReadOnlyList<string> Modules = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    private const string Prefix = "base_model.model.";
    private readonly IReadOnlyDictionary<string, Tensor> _tensors;

    private LlamaLora(LlamaConfig config, LoraShape shape, IReadOnlyDictionary<string, Tensor> tensors)
    {
        (Shape, _tensors) = (shape, tensors);
        Named = [.. Names(config, shape).Select(entry => (entry.Name, tensors[entry.Name]))];
        Layers = [.. Enumerable.Range(0, config.Layers).Select(i =>
        {
            LowRank Pair(string module) => Of($"model.layers.{i}.{module}.weight")!;
            return new LlamaLoraLayer(Pair("self_attn.q_proj"), Pair("self_attn.k_proj"), Pair("self_attn.v_proj"), Pair("self_attn.o_proj"), Pair("mlp.gate_proj"), Pair("mlp.up_proj"), Pair("mlp.down_proj"));
        })];
    }

    public LoraShape Shape { get; }

    public IReadOnlyList<(string Name, Tensor Value)> Named { get; }

    public IReadOnlyList<LlamaLoraLayer> Layers { get; }

    /// <summary>The adapter of a weight by the weight's name; null where it has none.</summary>
    public LowRank? Of(string weight) => _tensors.TryGetValue(A(weight), out var a) ? new LowRank(a, _tensors[B(weight)], Shape.Alpha / Shape.Rank) : null;

    /// <summary>Fresh adapters that change nothing yet: A evenly drawn within ±1/√inputs, B zero.</summary>
    public static LlamaLora Initialise(LlamaConfig config, LoraShape shape, int seed)
    {
        using var generator = new Generator((ulong)seed);
        return Make(config, shape, (name, size) => name.EndsWith("lora_B.weight", StringComparison.Ordinal)
            ? zeros(size)
            : ((rand(size, generator: generator) * 2) - 1) / Math.Sqrt(size[1]));
    }

    /// <summary>Adapters from row-major fp32 arrays by name.</summary>
    public static LlamaLora FromArrays(LlamaConfig config, LoraShape shape, Func<string, long[], float[]> read) =>
        Make(config, shape, (name, size) => tensor(read(name, size), size));

    /// <summary>The same adapters as other leaves.</summary>
    internal LlamaLora With(LlamaConfig config, Func<Tensor, Tensor> leaf)
    {
        var values = Named.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        return Make(config, Shape, (name, _) => leaf(values[name]));
    }

    /// <summary>Names and shapes of the adapters of a model.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Names(LlamaConfig config, LoraShape shape) => LlamaParameters.Names(config)
        .Where(weight => Modules.Any(module => weight.Name.EndsWith($".{module}.weight", StringComparison.Ordinal)))
        .SelectMany(weight => ((string, long[])[])[(A(weight.Name), [shape.Rank, weight.Shape[1]]), (B(weight.Name), [weight.Shape[0], shape.Rank])]);

    private static LlamaLora Make(LlamaConfig config, LoraShape shape, Func<string, long[], Tensor> make) => new(config, shape, Names(config, shape).ToDictionary(
        entry => entry.Name,
        entry =>
        {
            using var scope = NewDisposeScope();
            return make(entry.Name, entry.Shape).detach().requires_grad_(true).MoveToOuterDisposeScope();
        },
        StringComparer.Ordinal));

    private static string A(string weight) => Prefix + weight.Replace(".weight", ".lora_A.weight", StringComparison.Ordinal);

    private static string B(string weight) => Prefix + weight.Replace(".weight", ".lora_B.weight", StringComparison.Ordinal);
}
