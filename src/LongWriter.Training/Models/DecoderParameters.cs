using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models;

/// <summary>The weights of one decoder layer, each [out, in].</summary>
public sealed record DecoderLayer(
    Tensor AttentionNorm,
    Tensor Query,
    Tensor Key,
    Tensor Value,
    Tensor Output,
    Tensor FeedForwardNorm,
    Tensor Gate,
    Tensor Up,
    Tensor Down)
{
    /// <summary>Biases of query, key and value, where the family has them.</summary>
    public (Tensor Query, Tensor Key, Tensor Value)? Bias { get; init; }

    /// <summary>Norms of a query head and a key head, where the family has them.</summary>
    public (Tensor Query, Tensor Key)? HeadNorms { get; init; }

    /// <summary>Norms of what attention and feed-forward return, where the family has them.</summary>
    public (Tensor Attention, Tensor FeedForward)? OutputNorms { get; init; }

    /// <summary>The layer's adapters, where adapters are trained.</summary>
    public DecoderLoraLayer? Lora { get; init; }
}

/// <summary>All weights of a decoder as fp32 leaves, named as Llama's are whatever the family; with gradients, or frozen beneath adapters that have them.</summary>
public sealed class DecoderParameters
{
    private readonly List<(string Name, Tensor Value)> _named;

    private DecoderParameters(DecoderConfig config, IReadOnlyDictionary<string, Tensor> tensors, DecoderLora? lora = null)
    {
        Lora = lora;
        _named = [.. Names(config).Select(entry => (entry.Name, tensors[entry.Name]))];
        Tensor Get(string name) => tensors[name];
        Embedding = Get("model.embed_tokens.weight");
        FinalNorm = Get("model.norm.weight");
        Head = config.TiedEmbeddings ? Embedding : Get("lm_head.weight");
        Layers = [.. Enumerable.Range(0, config.Layers).Select(i =>
        {
            Tensor Layer(string name, string kind = "weight") => Get($"model.layers.{i}.{name}.{kind}");
            return new DecoderLayer(
                Layer("input_layernorm"),
                Layer("self_attn.q_proj"),
                Layer("self_attn.k_proj"),
                Layer("self_attn.v_proj"),
                Layer("self_attn.o_proj"),
                Layer("post_attention_layernorm"),
                Layer("mlp.gate_proj"),
                Layer("mlp.up_proj"),
                Layer("mlp.down_proj"))
            {
                Bias = config.ProjectionBias ? (Layer("self_attn.q_proj", "bias"), Layer("self_attn.k_proj", "bias"), Layer("self_attn.v_proj", "bias")) : null,
                HeadNorms = config.HeadNorms ? (Layer("self_attn.q_norm"), Layer("self_attn.k_norm")) : null,
                OutputNorms = config.OutputNorms ? (Layer("post_self_attn_layernorm"), Layer("post_mlp_layernorm")) : null,
                Lora = lora?.Layers[i],
            };
        })];
    }

    public Tensor Embedding { get; }

    public Tensor FinalNorm { get; }

    public Tensor Head { get; }

    public IReadOnlyList<DecoderLayer> Layers { get; }

    /// <summary>Every weight under its Hugging Face name, in a fixed order.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Named => _named;

    /// <summary>Adapters that are trained in place of the weights; null where the weights are.</summary>
    public DecoderLora? Lora { get; }

    /// <summary>What has gradients: every weight, or the adapters.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Trainable => Lora?.Named ?? Named;

    /// <summary>Number of weights.</summary>
    public long Count => _named.Sum(entry => entry.Value.numel());

    /// <summary>Names and shapes of the weights a configuration asks for.</summary>
    public static IEnumerable<(string Name, long[] Shape)> Names(DecoderConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        long hidden = config.HiddenSize, inner = config.IntermediateSize, queries = config.QueryWidth, keys = config.KeyWidth;
        yield return ("model.embed_tokens.weight", [config.VocabSize, hidden]);
        for (var i = 0; i < config.Layers; i++)
        {
            var layer = $"model.layers.{i}.";
            yield return (layer + "input_layernorm.weight", [hidden]);
            yield return (layer + "self_attn.q_proj.weight", [queries, hidden]);
            yield return (layer + "self_attn.k_proj.weight", [keys, hidden]);
            yield return (layer + "self_attn.v_proj.weight", [keys, hidden]);
            if (config.ProjectionBias)
            {
                yield return (layer + "self_attn.q_proj.bias", [queries]);
                yield return (layer + "self_attn.k_proj.bias", [keys]);
                yield return (layer + "self_attn.v_proj.bias", [keys]);
            }

            if (config.HeadNorms)
            {
                yield return (layer + "self_attn.q_norm.weight", [config.HeadSize]);
                yield return (layer + "self_attn.k_norm.weight", [config.HeadSize]);
            }

            yield return (layer + "self_attn.o_proj.weight", [hidden, queries]);
            if (config.OutputNorms)
            {
                yield return (layer + "post_self_attn_layernorm.weight", [hidden]);
            }

            yield return (layer + "post_attention_layernorm.weight", [hidden]);
            yield return (layer + "mlp.gate_proj.weight", [inner, hidden]);
            yield return (layer + "mlp.up_proj.weight", [inner, hidden]);
            yield return (layer + "mlp.down_proj.weight", [hidden, inner]);
            if (config.OutputNorms)
            {
                yield return (layer + "post_mlp_layernorm.weight", [hidden]);
            }
        }

        yield return ("model.norm.weight", [hidden]);
        if (!config.TiedEmbeddings)
        {
            yield return ("lm_head.weight", [config.VocabSize, hidden]);
        }
    }

    /// <summary>Fresh weights: normal with deviation 0.02, the projections into the residual stream smaller by √(2·layers), norms 1, biases 0.</summary>
    public static DecoderParameters Initialise(DecoderConfig config, int seed)
    {
        using var generator = new Generator((ulong)seed);
        var residual = 0.02 / Math.Sqrt(2.0 * config.Layers);
        return new DecoderParameters(config, Names(config).ToDictionary(entry => entry.Name, entry =>
        {
            using var scope = NewDisposeScope();
            var value = entry.Shape.Length == 1
                ? entry.Name.EndsWith("bias", StringComparison.Ordinal) ? zeros(entry.Shape) : ones(entry.Shape)
                : randn(entry.Shape, generator: generator) * (entry.Name.Contains("o_proj", StringComparison.Ordinal) || entry.Name.Contains("down_proj", StringComparison.Ordinal) ? residual : 0.02);
            return value.requires_grad_(true).MoveToOuterDisposeScope();
        }, StringComparer.Ordinal));
    }

    /// <summary>Weights from row-major fp32 arrays by name.</summary>
    public static DecoderParameters FromArrays(DecoderConfig config, Func<string, long[], float[]> read) =>
        new(config, Names(config).ToDictionary(entry => entry.Name, entry => tensor(read(entry.Name, entry.Shape), entry.Shape).requires_grad_(true), StringComparer.Ordinal));

    /// <summary>Leaves on the same storage with gradients of their own, for a replica that computes beside this one.</summary>
    public DecoderParameters Share(DecoderConfig config) => With(config, value => value.detach(), Lora?.With(config, value => value.detach()));

    /// <summary>The same weights as leaves of another type, which fp64 checks gradients in, or on another device.</summary>
    public DecoderParameters As(DecoderConfig config, ScalarType type, Device? device = null)
    {
        Tensor Copy(Tensor value) => value.detach().to(type, device ?? value.device, copy: true);
        return With(config, Copy, Lora?.With(config, Copy));
    }

    /// <summary>The same weights, frozen beneath adapters.</summary>
    public DecoderParameters WithLora(DecoderConfig config, DecoderLora lora) => With(config, value => value.detach(), lora);

    /// <summary>Weights of their own that do what these do with their adapters.</summary>
    public DecoderParameters Merge(DecoderConfig config)
    {
        using var off = no_grad();
        return new(config, _named.ToDictionary(
            entry => entry.Name,
            entry =>
            {
                using var scope = NewDisposeScope();
                var value = Lora?.Of(entry.Name) is { } adapter ? entry.Value + adapter.Product() : entry.Value.detach().clone();
                return value.requires_grad_(true).MoveToOuterDisposeScope();
            },
            StringComparer.Ordinal));
    }

    private DecoderParameters With(DecoderConfig config, Func<Tensor, Tensor> leaf, DecoderLora? lora) =>
        new(config, _named.ToDictionary(entry => entry.Name, entry => leaf(entry.Value).requires_grad_(lora is null), StringComparer.Ordinal), lora);
}
