using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;
using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.TrainBench;

/// <summary>Attention as bench/train.py writes it where its libtorch has none of its own: product and mask in one operation, softmax, product.</summary>
internal sealed class WrittenOut
{
    private Tensor? _mask_LL;

    public Tensor Product(Tensor q_1HLE, Tensor k_1HLE, Tensor v_1HLE)
    {
        var (length, size) = (q_1HLE.shape[2], q_1HLE.shape[3]);
        if (_mask_LL?.shape[0] != length)
        {
            _mask_LL?.Dispose();
            _mask_LL = full([length, length], float.NegativeInfinity, dtype: q_1HLE.dtype).triu(1).DetachFromDisposeScope();
        }

        var (q_HLE, k_HLE, v_HLE) = (q_1HLE.squeeze(0), k_1HLE.squeeze(0), v_1HLE.squeeze(0));

        // TorchSharp 0.107 takes what is added as the last of the three.
        var scores_HLL = q_HLE.baddbmm(k_HLE.transpose(1, 2), _mask_LL.unsqueeze(0).expand(q_HLE.shape[0], length, length), 1, 1 / MathF.Sqrt(size));
        return scores_HLL.softmax(-1).bmm(v_HLE).unsqueeze(0);
    }
}

/// <summary>No attention at all: queries for outputs. What a step is faster by is what attention costs it.</summary>
internal sealed class NoAttention(DecoderConfig config) : IPackAttention
{
    public Func<Tensor, Tensor> Over(long[] documents) => qkv_TW => qkv_TW.narrow(1, 0, config.QueryWidth).contiguous();
}
