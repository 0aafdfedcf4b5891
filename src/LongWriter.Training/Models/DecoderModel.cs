using LongWriter.Training.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models;

/// <summary>
/// A decoder's forward pass over one pack, for all families: a row of T tokens that holds several documents, each attending to itself alone, its
/// positions counted from zero. Shapes in names: T tokens of the pack, L tokens of one document, D hidden, H heads, K key-value
/// heads, E head size, R rotated part of a head, F feed-forward, V vocabulary.
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
    private readonly (Tensor Cos_PR, Tensor Sin_PR) _rope = RotaryTable(config, MasterOf(parameters), parameters.Embedding.device);

    public DecoderParameters Parameters => parameters;

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
                x_TD = Apply(layer, x_TD, place);
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
    private sealed record Placement(Tensor Ids_T, Tensor Cos_TR, Tensor Sin_TR, long[] Documents);

    private Placement PlaceOf(Pack pack)
    {
        var positions_T = cat([.. pack.Documents.Select(length => arange(length))]).to(_device);
        return new Placement(
            tensor(Array.ConvertAll(pack.Ids, id => (long)id)).to(_device),
            _rope.Cos_PR.index_select(0, positions_T).unsqueeze(1),
            _rope.Sin_PR.index_select(0, positions_T).unsqueeze(1),
            pack.Documents);
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
        var documents = place.Documents;
        var (heads, kvHeads, size) = (config.Heads, config.KeyValueHeads, config.HeadSize);
        var input_TD = x_TD.to(_compute);
        var qkv = nn.functional.linear(input_TD, Cast(cat([layer.Query, layer.Key, layer.Value])), layer.Bias is { } bias ? Cast(cat([bias.Query, bias.Key, bias.Value])) : null);
        if (layer.Lora is { } lora)
        {
            qkv = qkv + cat([lora.Query.Apply(input_TD), lora.Key.Apply(input_TD), lora.Value.Apply(input_TD)], 1);
        }

        var parts = qkv.split([heads * size, kvHeads * size, kvHeads * size], 1);
        var q_THE = Rotate(NormaliseHeads(parts[0].view(-1, heads, size), layer.HeadNorms?.Query), place);
        var k_TKE = Rotate(NormaliseHeads(parts[1].view(-1, kvHeads, size), layer.HeadNorms?.Key), place);
        var v_TKE = parts[2].view(-1, kvHeads, size);
        if (kvHeads != heads)
        {
            k_TKE = k_TKE.repeat_interleave(heads / kvHeads, 1);
            v_TKE = v_TKE.repeat_interleave(heads / kvHeads, 1);
        }

        // split and cat, not narrow: the backward of narrow fills a whole zero tensor for every document.
        var (q, k, v) = (q_THE.split(documents), k_TKE.split(documents), v_TKE.split(documents));
        var outputs = new Tensor[documents.Length];
        for (var d = 0; d < outputs.Length; d++)
        {
            var o_HLE = nn.functional.scaled_dot_product_attention(Heads(q[d]), Heads(k[d]), Heads(v[d]), is_casual: true);
            outputs[d] = o_HLE.squeeze(0).transpose(0, 1).reshape(-1, heads * size);
        }

        return Project(cat(outputs), layer.Output, layer.Lora?.Output);

        static Tensor Heads(Tensor x_LHE) => x_LHE.transpose(0, 1).unsqueeze(0);
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

    private Tensor NormaliseHeads(Tensor x_THE, Tensor? weight_E) =>
        weight_E is null ? x_THE : Normalise(x_THE.to(_master), weight_E).to(_compute);

    private Tensor Rotate(Tensor x_THE, Placement place)
    {
        if (config.RotaryDimensions == config.HeadSize)
        {
            return RotateWhole(x_THE, place);
        }

        var parts = x_THE.split([config.RotaryDimensions, config.HeadSize - config.RotaryDimensions], -1);
        return cat([RotateWhole(parts[0], place), parts[1]], -1);
    }

    private Tensor RotateWhole(Tensor x_THR, Placement place) =>
        (x_THR * place.Cos_TR.to(_compute)) + (QuarterTurn(x_THR) * place.Sin_TR.to(_compute));

    private Tensor QuarterTurn(Tensor x_THR)
    {
        if (config.RotatesNeighbours)
        {
            var pairs = x_THR.reshape(x_THR.shape[0], x_THR.shape[1], config.RotaryDimensions / 2, 2);
            return stack([-pairs.select(3, 1), pairs.select(3, 0)], 3).reshape(x_THR.shape);
        }

        var halves = x_THR.chunk(2, -1);
        return cat([-halves[1], halves[0]], -1);
    }

    private Tensor Cast(Tensor weight) => weight.to(_compute);

    private static ScalarType MasterOf(DecoderParameters parameters) => parameters.Embedding.dtype == ScalarType.BFloat16 ? ScalarType.Float32 : parameters.Embedding.dtype;

    private static (Tensor, Tensor) RotaryTable(DecoderConfig config, ScalarType type, Device device)
    {
        var frequencies = tensor(config.Frequencies.ToArray());
        var angles = arange(config.ContextLength, dtype: ScalarType.Float64).unsqueeze(1) * frequencies.unsqueeze(0);
        var doubled = config.RotatesNeighbours ? angles.repeat_interleave(2, 1) : cat([angles, angles], 1);
        return (doubled.cos().to(type, device), doubled.sin().to(type, device));
    }
}
