using TorchSharp;
using static TorchSharp.torch;

namespace LongWriter.Training.Models;

/// <summary>
/// The output head and its cross-entropy, chunk by chunk over the pack, so that the logits of the whole pack never exist at once:
/// 32,768 places over a vocabulary of 150,000 would be 19 GB of them. Shapes in names: T places, L places of a
/// chunk, D hidden, V vocabulary.
/// </summary>
internal sealed class ChunkedHead(Tensor head_VD, ScalarType compute)
{
    private const int Chunk = 512;

    /// <summary>Cross-entropy of every place in nats, without gradients; 0 where <paramref name="wanted"/> says no.</summary>
    public double[] Losses(Tensor h_TD, int[] targets, Func<int, bool> wanted)
    {
        using var off = no_grad();
        using var head = head_VD.to(compute);
        var losses = new double[targets.Length];
        foreach (var (from, length) in Chunks(targets.Length, wanted))
        {
            using var scope = NewDisposeScope();
            Read(CrossEntropy(h_TD.narrow(0, from, length), head, targets[from..(from + length)]), losses, from, wanted);
        }

        return losses;
    }

    /// <summary>
    /// Leaves the gradient of <c>Σ slope·CE</c> on the head and returns it with respect to the hidden states, with the
    /// cross-entropies (0 where the slope is 0).
    /// </summary>
    public (double[] Losses, Tensor Gradient_TD) Backward(Tensor h_TD, int[] targets, double[] slopes)
    {
        var gradient_TD = zeros_like(h_TD);
        var losses = new double[targets.Length];
        foreach (var (from, length) in Chunks(targets.Length, place => slopes[place] != 0))
        {
            // A leaf for every chunk: the gradient of a part of one leaf would be as large as the pack.
            using var scope = NewDisposeScope();
            var h = h_TD.narrow(0, from, length).detach().requires_grad_(true);
            var loss = CrossEntropy(h, head_VD.to(compute), targets[from..(from + length)]);
            (loss * tensor(slopes[from..(from + length)]).to(loss.dtype, loss.device)).sum().backward();
            gradient_TD.narrow(0, from, length).copy_(h.grad!);
            Read(loss.detach(), losses, from, place => slopes[place] != 0);
        }

        return (losses, gradient_TD);
    }

    /// <summary>The chunks that hold a place that counts: a long prompt costs the head nothing.</summary>
    private static IEnumerable<(int From, int Length)> Chunks(int places, Func<int, bool> counts)
    {
        for (var from = 0; from < places; from += Chunk)
        {
            var length = Math.Min(Chunk, places - from);
            if (Enumerable.Range(from, length).Any(counts))
            {
                yield return (from, length);
            }
        }
    }

    private Tensor CrossEntropy(Tensor h_LD, Tensor weight_VD, int[] targets)
    {
        var target = tensor(Array.ConvertAll(targets, id => (long)id)).to(h_LD.device);
        var logits = nn.functional.linear(h_LD.to(compute), weight_VD).to(h_LD.dtype);
        return nn.functional.cross_entropy(logits, target, reduction: nn.Reduction.None);
    }

    private static void Read(Tensor loss, double[] losses, int from, Func<int, bool> counts)
    {
        var values = loss.to(ScalarType.Float64).cpu().data<double>();
        for (var i = 0; i < values.Count; i++)
        {
            losses[from + i] = counts(from + i) ? values[i] : 0;
        }
    }
}
