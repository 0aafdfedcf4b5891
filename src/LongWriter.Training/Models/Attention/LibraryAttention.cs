using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models.Attention;

/// <summary>
/// Attention by libtorch, in any element type. Shapes in names: T tokens of the pack, L tokens of one document, H heads, K key-value
/// heads, E head size, R rotated part of a head.
/// </summary>
/// <param name="product">Causal attention of one document, from queries, keys and values [1, H, L, E] to [1, H, L, E]; libtorch's fused one by default.</param>
internal sealed class LibraryAttention(DecoderConfig config, ScalarType compute, Device? device = null, Func<Tensor, Tensor, Tensor, Tensor>? product = null) : IPackAttention
{
    private readonly Func<Tensor, Tensor, Tensor, Tensor> _product = product ?? ((q, k, v) => nn.functional.scaled_dot_product_attention(q, k, v, is_casual: true));
    private readonly (Tensor Cos_PR, Tensor Sin_PR) _table = RotaryTable.Of(config, compute, device);

    public Func<Tensor, Tensor> Over(long[] documents)
    {
        var positions_T = cat([.. documents.Select(length => arange(length))]).to(_table.Cos_PR.device);
        var cos_TR = _table.Cos_PR.index_select(0, positions_T).unsqueeze(1);
        var sin_TR = _table.Sin_PR.index_select(0, positions_T).unsqueeze(1);
        return qkv_TW => Attend(qkv_TW, documents, cos_TR, sin_TR);
    }

    private Tensor Attend(Tensor qkv_TW, long[] documents, Tensor cos_TR, Tensor sin_TR)
    {
        var (heads, kvHeads, size) = (config.Heads, config.KeyValueHeads, config.HeadSize);
        var parts = qkv_TW.split([heads * size, kvHeads * size, kvHeads * size], 1);
        var q_THE = Rotate(parts[0].view(-1, heads, size), cos_TR, sin_TR);
        var k_TKE = Rotate(parts[1].view(-1, kvHeads, size), cos_TR, sin_TR);
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
            var o_HLE = _product(Heads(q[d]), Heads(k[d]), Heads(v[d]));
            outputs[d] = o_HLE.squeeze(0).transpose(0, 1).reshape(-1, heads * size);
        }

        return cat(outputs);

        static Tensor Heads(Tensor x_LHE) => x_LHE.transpose(0, 1).unsqueeze(0);
    }

    private Tensor Rotate(Tensor x_THE, Tensor cos_TR, Tensor sin_TR)
    {
        if (config.RotaryDimensions == config.HeadSize)
        {
            return RotateWhole(x_THE, cos_TR, sin_TR);
        }

        var parts = x_THE.split([config.RotaryDimensions, config.HeadSize - config.RotaryDimensions], -1);
        return cat([RotateWhole(parts[0], cos_TR, sin_TR), parts[1]], -1);
    }

    private Tensor RotateWhole(Tensor x_THR, Tensor cos_TR, Tensor sin_TR) => (x_THR * cos_TR) + (QuarterTurn(x_THR) * sin_TR);

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
}
