using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using TorchSharp;

namespace LongWriter.Training.Optimization;

/// <summary>
/// AdamW (Loshchilov and Hutter, 2019) over fp32 masters in the host's memory, with the gradients of several replicas summed; the
/// same bits on every run and with any number of threads. Decay touches matrices only.
/// </summary>
/// <param name="threads">Threads that share a step.</param>
public sealed class AdamW(IReadOnlyList<torch.Tensor> masters, double beta1, double beta2, double epsilon, double weightDecay, int threads = 1)
{
    /// <summary>Weights that a thread takes at a time; their four arrays stay in its cache.</summary>
    private const int Stretch = 1 << 15;

    private readonly (int Tensor, int From, int Length)[] _stretches = [.. masters.SelectMany((master, i) => Stretches(i, (int)master.numel()))];

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
        var matrix = new AdamStep((float)beta1, (float)beta2, (float)epsilon, (float)(learningRate / correction1), (float)(1 - (learningRate * weightDecay)), (float)clip, (float)correction2);
        var vector = matrix with { Shrink = 1 };

        // Looked up here: every look at a gradient makes a handle, which the scope of this thread frees.
        torch.Tensor[] gradients = [.. leaves.Select(leaf => leaf.grad!)];
        if (threads == 1 || _stretches.Length == 1)
        {
            Array.ForEach(_stretches, Update);
            return;
        }

        Parallel.ForEach(_stretches, new ParallelOptions { MaxDegreeOfParallelism = threads }, Update);

        void Update((int Tensor, int From, int Length) stretch)
        {
            var (i, from, length) = stretch;
            AdamKernel.Update(
                Floats(masters[i]).Slice(from, length),
                Floats(gradients[i]).Slice(from, length),
                _first[i].AsSpan(from, length),
                _second[i].AsSpan(from, length),
                masters[i].dim() > 1 ? matrix : vector);
        }
    }

    private static IEnumerable<(int Tensor, int From, int Length)> Stretches(int tensor, int length)
    {
        for (var from = 0; from < length; from += Stretch)
        {
            yield return (tensor, from, Math.Min(Stretch, length - from));
        }
    }

    private static Span<float> Gradient(torch.Tensor leaf) => Floats(leaf.grad!);

    private static Span<float> Floats(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
