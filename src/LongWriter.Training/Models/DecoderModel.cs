using LongWriter.Training.Data;
using LongWriter.Training.Models.Attention;
using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models;

/// <summary>
/// A decoder's forward pass over one pack, for all families: a row of T tokens that holds several documents, each attending to itself alone, its
/// positions counted from zero. Shapes in names: T tokens of the pack, D hidden, H heads, E head size.
/// </summary>
/// <remarks>
/// Weights are fp32 masters; products run in bf16 where <paramref name="bf16"/> is set, norms, residual stream and loss stay fp32.
/// (Masters may be fp64 too, which tests use.) Where <paramref name="recompute"/> is set, a backward pass keeps one layer's
/// activations at a time and computes them anew from the layer's input, for a third more time.
/// Not thread-safe, but several instances may share the storage of one set of masters (see <see cref="DecoderParameters.Share"/>).
/// </remarks>
public sealed class DecoderModel(DecoderConfig config, DecoderParameters parameters, bool bf16, bool recompute = false)
{
    private readonly ScalarType _compute = bf16 ? ScalarType.BFloat16 : parameters.Embedding.dtype;
    private readonly Device _device = parameters.Embedding.device;

    /// <summary>Of norms, residual stream and loss. Weights that lie on a device in bf16, their masters elsewhere, change nothing about it.</summary>
    private readonly ScalarType _master = MasterOf(parameters);

    public DecoderParameters Parameters => parameters;

    /// <summary>Another than what suits the compute type, for measurements beside it.</summary>
    internal IPackAttention Attending { get; init; } = PackAttention.Of(config, bf16 ? ScalarType.BFloat16 : parameters.Embedding.dtype, parameters.Embedding.device);

    /// <summary>Forward and backward over a pack: adds the gradient of <c>Σ slope·CE</c> over the pack's places to the parameters.</summary>
    /// <param name="slopes">One factor for each place, 0 where nothing is learnt.</param>
    /// <returns>The cross-entropy of every place in nats; 0 where the slope is 0.</returns>
    public double[] Accumulate(Pack pack, double[] slopes)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(slopes);
        return Accumulate(pack, (_, _) => slopes);
    }

    /// <summary>
    /// The same for objectives that are not linear in the cross-entropies (preferences): <paramref name="slopesOf"/> is given those
    /// of the places that have a weight and answers with the objective's derivative by each.
    /// </summary>
    public double[] Accumulate(Pack pack, Func<double[], double[]> slopesOf)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(slopesOf);
        return Accumulate(pack, (head, h_TD) => slopesOf(head.Losses(h_TD, pack.Targets, place => pack.Weights[place] > 0)));
    }

    /// <summary>Cross-entropy of every place that has a weight, in nats, without gradients; 0 elsewhere.</summary>
    public double[] Losses(Pack pack)
    {
        ArgumentNullException.ThrowIfNull(pack);
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var h_TD = Normalise(Layers(pack, keep: null), parameters.FinalNorm);
        return Head.Losses(h_TD, pack.Targets, place => pack.Weights[place] > 0);
    }

    /// <summary>Logits [T, V] in fp32.</summary>
    public Tensor Logits(int[] ids, long[] documents)
    {
        using var off = no_grad();
        var h_TD = Normalise(Layers(new Pack(ids, [], [], documents), keep: null), parameters.FinalNorm);
        return nn.functional.linear(h_TD.to(_compute), Cast(parameters.Head)).to(ScalarType.Float32);
    }

    private ChunkedHead Head => new(parameters.Head, _compute);

    private double[] Accumulate(Pack pack, Func<ChunkedHead, Tensor, double[]> slopesOf)
    {
        using var scope = NewDisposeScope();
        if (!recompute)
        {
            var place = PlaceOf(pack);
            var x_TD = Embed(place);
            foreach (var layer in parameters.Layers)
            {
                // Of a layer's temporaries only those stay that its backward pass asks for.
                using var inner = NewDisposeScope();
                x_TD = Apply(layer, x_TD, place).MoveToOuterDisposeScope();
            }

            var (losses, _) = FinishBackward(x_TD);
            return losses;
        }

        var inputs = new List<Tensor>();
        Tensor last_TD;
        using (no_grad())
        {
            last_TD = Layers(pack, inputs);
        }

        var leaf = last_TD.requires_grad_(true);
        var result = FinishBackward(leaf).Losses;
        RecomputeBackward(PlaceOf(pack), inputs, leaf.grad!);
        return result;

        (double[] Losses, Tensor Gradient) FinishBackward(Tensor x_TD)
        {
            var h_TD = Normalise(x_TD, parameters.FinalNorm);
            var slopes = slopesOf(Head, h_TD.detach());
            var (losses, gradient) = Head.Backward(h_TD, pack.Targets, slopes);
            h_TD.backward(new[] { gradient });
            return (losses, gradient);
        }
    }

    /// <summary>Backward from the last layer to the embedding, each layer's activations computed anew from its input.</summary>
    private void RecomputeBackward(Placement place, List<Tensor> inputs, Tensor gradient_TD)
    {
        for (var i = parameters.Layers.Count - 1; i >= 0; i--)
        {
            using var inner = NewDisposeScope();
            var leaf = inputs[i].detach().requires_grad_(true);
            Apply(parameters.Layers[i], leaf, place).backward(new[] { gradient_TD });
            gradient_TD = leaf.grad!.MoveToOuterDisposeScope();
        }

        if (!parameters.Embedding.requires_grad)
        {
            return;
        }

        Embed(place).backward(new[] { gradient_TD });
    }

    /// <summary>The residual stream after all layers, freeing each layer's temporaries; for use without gradients.</summary>
    /// <param name="keep">Takes the input of every layer; null where none is wanted.</param>
    private Tensor Layers(Pack pack, List<Tensor>? keep)
    {
        var place = PlaceOf(pack);
        var x_TD = Embed(place);
        foreach (var layer in parameters.Layers)
        {
            using var inner = NewDisposeScope();
            var y_TD = Apply(layer, x_TD, place).MoveToOuterDisposeScope();
            if (keep is null)
            {
                x_TD.Dispose();
            }

            keep?.Add(x_TD);
            x_TD = y_TD;
        }

        return x_TD;
    }

    /// <summary>What every layer needs to know of a pack.</summary>
    private sealed record Placement(Tensor Ids_T, Func<Tensor, Tensor> Attend);

    private Placement PlaceOf(Pack pack)
    {
        if (pack.Documents.Max() is var longest && longest > config.ContextLength)
        {
            throw new ArgumentException($"a document of {longest} tokens is longer than the model's context of {config.ContextLength}", nameof(pack));
        }

        return new Placement(tensor(Array.ConvertAll(pack.Ids, id => (long)id)).to(_device), Attending.Over(pack.Documents));
    }

    private Tensor Embed(Placement place)
    {
        var x_TD = parameters.Embedding.index_select(0, place.Ids_T);
        return x_TD.dtype == _master ? x_TD : x_TD.to(_master);
    }

    private Tensor Apply(DecoderLayer layer, Tensor x_TD, Placement place)
    {
        x_TD = x_TD + Finish(Attention(layer, Normalise(x_TD, layer.AttentionNorm), place), layer.OutputNorms?.Attention);
        return x_TD + Finish(FeedForward(layer, Normalise(x_TD, layer.FeedForwardNorm)), layer.OutputNorms?.FeedForward);

        Tensor Finish(Tensor y_TD, Tensor? norm_D) => norm_D is null ? y_TD : Normalise(y_TD, norm_D);
    }

    private Tensor Attention(DecoderLayer layer, Tensor x_TD, Placement place)
    {
        var input_TD = x_TD.to(_compute);
        var qkv = nn.functional.linear(input_TD, Cast(cat([layer.Query, layer.Key, layer.Value])), layer.Bias is { } bias ? Cast(cat([bias.Query, bias.Key, bias.Value])) : null);
        if (layer.Lora is { } lora)
        {
            qkv = qkv + cat([lora.Query.Apply(input_TD), lora.Key.Apply(input_TD), lora.Value.Apply(input_TD)], 1);
        }

        return Project(place.Attend(NormaliseHeads(qkv, layer)), layer.Output, layer.Lora?.Output);
    }

    private Tensor FeedForward(DecoderLayer layer, Tensor x_TD)
    {
        var input_TD = x_TD.to(_compute);
        var gateUp = nn.functional.linear(input_TD, Cast(cat([layer.Gate, layer.Up])));
        if (layer.Lora is { } lora)
        {
            gateUp = gateUp + cat([lora.Gate.Apply(input_TD), lora.Up.Apply(input_TD)], 1);
        }

        var parts = gateUp.split([config.IntermediateSize, config.IntermediateSize], 1);
        return Project(nn.functional.silu(parts[0]) * parts[1], layer.Down, layer.Lora?.Down);
    }

    /// <summary>A product that goes back into the residual stream.</summary>
    private Tensor Project(Tensor x, Tensor weight, LowRank? lora)
    {
        var y = nn.functional.linear(x, Cast(weight));
        return (lora is null ? y : y + lora.Apply(x)).to(_master);
    }

    private Tensor Normalise(Tensor x_TD, Tensor weight_D) =>
        x_TD * rsqrt(x_TD.square().mean([-1], keepdim: true) + config.NormEpsilon) * weight_D;

    private Tensor NormaliseHeads(Tensor qkv, DecoderLayer layer)
    {
        if (layer.HeadNorms is not { } norms)
        {
            return qkv;
        }

        var parts = qkv.split([config.QueryWidth, config.KeyWidth, config.KeyWidth], 1);
        return cat([Heads(parts[0], norms.Query), Heads(parts[1], norms.Key), parts[2]], 1);

        Tensor Heads(Tensor x, Tensor weight_E) => Normalise(x.view(-1, x.shape[1] / config.HeadSize, config.HeadSize).to(_master), weight_E).to(_compute).view(x.shape);
    }

    private Tensor Cast(Tensor weight) => weight.to(_compute);

    private static ScalarType MasterOf(DecoderParameters parameters) => parameters.Embedding.dtype == ScalarType.BFloat16 ? ScalarType.Float32 : parameters.Embedding.dtype;
}
