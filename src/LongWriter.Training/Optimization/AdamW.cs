using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;

namespace LongWriter.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter, 2019) over fp32 masters, with the gradients of several replicas summed, as one loop over
/// a weight's floats whose every operation is rounded on its own: the same bits on every run and processor. Decay touches matrices only.
/// </summary>
public sealed class AdamW(IReadOnlyList<torch.Tensor> masters, double beta1, double beta2, double epsilon, double weightDecay)
{
    private readonly float[][] _first = [.. masters.Select(m => new float[m.numel()])];
    private readonly float[][] _second = [.. masters.Select(m => new float[m.numel()])];

    /// <summary>Steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>First and second moments, one pair per weight, for checkpoints.</summary>
    public IReadOnlyList<(float[] First, float[] Second)> Moments => [.. _first.Zip(_second)];

    public void Restore(int step, IReadOnlyList<(float[] First, float[] Second)> moments)
    {
        ArgumentNullException.ThrowIfNull(moments);
        Step = step;
        for (var i = 0; i < moments.Count; i++)
        {
            moments[i].First.CopyTo(_first[i], 0);
            moments[i].Second.CopyTo(_second[i], 0);
        }
    }

    /// <summary>Sums the replicas' gradients into the first replica's and returns their norm.</summary>
    public static double Reduce(IReadOnlyList<IReadOnlyList<torch.Tensor>> replicas)
    {
        ArgumentNullException.ThrowIfNull(replicas);
        double squares = 0;
        for (var i = 0; i < replicas[0].Count; i++)
        {
            var sum = Gradient(replicas[0][i]);
            for (var r = 1; r < replicas.Count; r++)
            {
                TensorPrimitives.Add(sum, Gradient(replicas[r][i]), sum);
            }

            squares += TensorPrimitives.SumOfSquares<float>(sum);
        }

        return Math.Sqrt(squares);
    }

    /// <summary>One step along the gradients of <paramref name="leaves"/>, scaled by <paramref name="clip"/>.</summary>
    public void Apply(IReadOnlyList<torch.Tensor> leaves, double learningRate, double clip)
    {
        ArgumentNullException.ThrowIfNull(leaves);
        Step++;
        var correction1 = 1 - Math.Pow(beta1, Step);
        var correction2 = Math.Sqrt(1 - Math.Pow(beta2, Step));
        var rate = (float)(learningRate / correction1);
        for (var i = 0; i < masters.Count; i++)
        {
            var shrink = masters[i].dim() > 1 ? (float)(1 - (learningRate * weightDecay)) : 1f;
            Update(MemoryMarshal.Cast<byte, float>(masters[i].bytes), Gradient(leaves[i]), _first[i], _second[i], rate, shrink, (float)clip, (float)correction2);
        }
    }

    private void Update(Span<float> weights, Span<float> gradient, float[] first, float[] second, float rate, float shrink, float clip, float correction2)
    {
        var (b1, b2, eps) = ((float)beta1, (float)beta2, (float)epsilon);
        var j = 0;
        for (; j <= weights.Length - Vector<float>.Count; j += Vector<float>.Count)
        {
            var g = new Vector<float>(gradient[j..]) * clip;
            var m = (b1 * new Vector<float>(first, j)) + ((1 - b1) * g);
            var v = (b2 * new Vector<float>(second, j)) + ((1 - b2) * g * g);
            m.CopyTo(first, j);
            v.CopyTo(second, j);
            var quotient = rate * m / ((Vector.SquareRoot(v) / new Vector<float>(correction2)) + new Vector<float>(eps));
            ((new Vector<float>(weights[j..]) * shrink) - quotient).CopyTo(weights[j..]);
        }

        for (; j < weights.Length; j++)
        {
            var g = gradient[j] * clip;
            var m = first[j] = (b1 * first[j]) + ((1 - b1) * g);
            var v = second[j] = (b2 * second[j]) + ((1 - b2) * g * g);
            weights[j] = (weights[j] * shrink) - (rate * m / ((MathF.Sqrt(v) / correction2) + eps));
        }
    }

    private static Span<float> Gradient(torch.Tensor leaf) => MemoryMarshal.Cast<byte, float>(leaf.grad!.bytes);
}
