using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models.Llama;

/// <summary>
/// Llama's forward pass over one pack: a row of T tokens that holds several documents, each attending to itself alone, its
/// positions counted from zero. Shapes in names: T tokens of the pack, L tokens of one document, D hidden, H heads, K key-value
/// heads, E head size, F feed-forward, V vocabulary.
/// </summary>
/// <remarks>
/// Weights are fp32 masters; products run in bf16 where <paramref name="bf16"/> is set, norms, residual stream and loss stay fp32.
/// Not thread-safe, but several instances may share the storage of one set of masters (see <see cref="LlamaParameters.Share"/>).
/// </remarks>
public sealed class LlamaModel(LlamaConfig config, LlamaParameters parameters, bool bf16)
{
    private const int LossChunk = 512;
    private readonly ScalarType _compute = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
    private readonly (Tensor Cos_PE, Tensor Sin_PE) _rope = RotaryTable(config);

    public LlamaParameters Parameters => parameters;

    /// <summary>
    /// Forward and backward over a pack. Adds the gradient of <c>scale · Σ weight·CE</c> to the parameters and returns Σ weight·CE.
    /// </summary>
    /// <param name="ids">T token ids.</param>
    /// <param name="targets">T next-token ids; ignored where the weight is 0.</param>
    /// <param name="weights">T loss weights, 0 where nothing is learnt.</param>
    /// <param name="documents">Lengths of the documents in the pack; they sum to T.</param>
    /// <param name="scale">1 over the target tokens of the whole optimizer step (the paper's token mean).</param>
    public double Accumulate(int[] ids, int[] targets, float[] weights, long[] documents, double scale)
    {
        using var scope = NewDisposeScope();
        var h_TD = Hidden(ids, documents);
        var (loss, gradient) = LossAndGradient(h_TD, targets, weights, scale);
        h_TD.backward(new[] { gradient });
        return loss;
    }

    /// <summary>Σ weight·CE without gradients.</summary>
    public double Evaluate(int[] ids, int[] targets, float[] weights, long[] documents)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var h_TD = Hidden(ids, documents);
        using var head = Cast(parameters.Head);
        double sum = 0;
        for (var from = 0; from < targets.Length; from += LossChunk)
        {
            sum += ChunkLoss(h_TD, head, targets, weights, from).ToDouble();
        }

        return sum;
    }

    /// <summary>Logits [T, V] in fp32.</summary>
    public Tensor Logits(int[] ids, long[] documents)
    {
        using var off = no_grad();
        return nn.functional.linear(Hidden(ids, documents).to(_compute), Cast(parameters.Head)).to(ScalarType.Float32);
    }

    private Tensor Hidden(int[] ids, long[] documents)
    {
        var index_T = tensor(Array.ConvertAll(ids, id => (long)id));
        var positions_T = cat([.. documents.Select(length => arange(length))]);
        var cos_TE = _rope.Cos_PE.index_select(0, positions_T).unsqueeze(1);
        var sin_TE = _rope.Sin_PE.index_select(0, positions_T).unsqueeze(1);
        var x_TD = parameters.Embedding.index_select(0, index_T);
        foreach (var layer in parameters.Layers)
        {
            x_TD = x_TD + Attention(layer, Normalise(x_TD, layer.AttentionNorm), cos_TE, sin_TE, documents);
            x_TD = x_TD + FeedForward(layer, Normalise(x_TD, layer.FeedForwardNorm));
        }

        return Normalise(x_TD, parameters.FinalNorm);
    }

    private Tensor Attention(LlamaLayer layer, Tensor x_TD, Tensor cos_TE, Tensor sin_TE, long[] documents)
    {
        var (heads, kvHeads, size) = (config.Heads, config.KeyValueHeads, config.HeadSize);
        var qkv = nn.functional.linear(x_TD.to(_compute), Cast(cat([layer.Query, layer.Key, layer.Value])));
        var parts = qkv.split([heads * size, kvHeads * size, kvHeads * size], 1);
        var q_THE = Rotate(parts[0].view(-1, heads, size), cos_TE, sin_TE);
        var k_TKE = Rotate(parts[1].view(-1, kvHeads, size), cos_TE, sin_TE);
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

        return nn.functional.linear(cat(outputs), Cast(layer.Output)).to(ScalarType.Float32);

        static Tensor Heads(Tensor x_LHE) => x_LHE.transpose(0, 1).unsqueeze(0);
    }

    private Tensor FeedForward(LlamaLayer layer, Tensor x_TD)
    {
        var gateUp = nn.functional.linear(x_TD.to(_compute), Cast(cat([layer.Gate, layer.Up]))).split([config.IntermediateSize, config.IntermediateSize], 1);
        return nn.functional.linear(nn.functional.silu(gateUp[0]) * gateUp[1], Cast(layer.Down)).to(ScalarType.Float32);
    }

    private Tensor Normalise(Tensor x_TD, Tensor weight_D) =>
        x_TD * rsqrt(x_TD.square().mean([-1], keepdim: true) + config.NormEpsilon) * weight_D;

    private Tensor Rotate(Tensor x_THE, Tensor cos_TE, Tensor sin_TE)
    {
        var halves = x_THE.chunk(2, -1);
        return (x_THE * cos_TE.to(_compute)) + (cat([-halves[1], halves[0]], -1) * sin_TE.to(_compute));
    }

    private Tensor Cast(Tensor weight) => weight.to(_compute);

    /// <summary>
    /// The loss, chunk by chunk over T, so that the logits of the whole pack never exist at once; returns the gradient with respect
    /// to the final hidden states and leaves the head's own gradient on the head.
    /// </summary>
    private (double Loss, Tensor Gradient) LossAndGradient(Tensor h_TD, int[] targets, float[] weights, double scale)
    {
        var h = h_TD.detach().requires_grad_(true);
        double sum = 0;
        for (var from = 0; from < targets.Length; from += LossChunk)
        {
            using var chunkScope = NewDisposeScope();
            var loss = ChunkLoss(h, Cast(parameters.Head), targets, weights, from);
            (loss * scale).backward();
            sum += loss.ToDouble();
        }

        return (sum, h.grad!);
    }

    private Tensor ChunkLoss(Tensor h_TD, Tensor head_VD, int[] targets, float[] weights, int from)
    {
        var length = Math.Min(LossChunk, targets.Length - from);
        var target = tensor(Array.ConvertAll(targets[from..(from + length)], id => (long)id));
        var logits = nn.functional.linear(h_TD.narrow(0, from, length).to(_compute), head_VD).to(ScalarType.Float32);
        return (nn.functional.cross_entropy(logits, target, reduction: nn.Reduction.None) * tensor(weights[from..(from + length)])).sum();
    }

    private static (Tensor, Tensor) RotaryTable(LlamaConfig config)
    {
        var half = config.HeadSize / 2;
        var frequencies = pow(config.RopeTheta, arange(0, half, dtype: ScalarType.Float64) / -half);
        var angles = arange(config.ContextLength, dtype: ScalarType.Float64).unsqueeze(1) * frequencies.unsqueeze(0);
        var doubled = cat([angles, angles], 1);
        return (doubled.cos().to(ScalarType.Float32), doubled.sin().to(ScalarType.Float32));
    }
}
