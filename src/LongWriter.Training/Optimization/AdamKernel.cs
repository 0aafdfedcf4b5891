using System.Numerics;
using System.Runtime.InteropServices;

namespace LongWriter.Training.Optimization;

/// <summary>What one step of AdamW does to every weight.</summary>
/// <param name="Rate">Learning rate over the first moments' correction.</param>
/// <param name="Shrink">Factor of the weights for decay; 1 for none.</param>
/// <param name="Clip">Factor of the gradients.</param>
/// <param name="Correction">Root of the second moments' correction.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AdamStep(float Beta1, float Beta2, float Epsilon, float Rate, float Shrink, float Clip, float Correction);

/// <summary>
/// The update of AdamW over a stretch of weights, as wide as the processor's vectors. Every operation is rounded by itself and in
/// the order of the plain loop, so that it has that loop's bits on every machine, however the weights are shared among threads.
/// </summary>
internal static class AdamKernel
{
    /// <summary>Takes the step along the gradients; all spans are of one length.</summary>
    public static void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, AdamStep step)
    {
        var width = Vector<float>.Count;
        var (beta1, beta2) = (new Vector<float>(step.Beta1), new Vector<float>(step.Beta2));
        var (rest1, rest2) = (new Vector<float>(1 - step.Beta1), new Vector<float>(1 - step.Beta2));
        var (rate, shrink, clip) = (new Vector<float>(step.Rate), new Vector<float>(step.Shrink), new Vector<float>(step.Clip));
        var (correction, epsilon) = (new Vector<float>(step.Correction), new Vector<float>(step.Epsilon));
        var at = 0;
        for (; at <= weights.Length - width; at += width)
        {
            var g = new Vector<float>(gradients[at..]) * clip;
            var m = (beta1 * new Vector<float>(first[at..])) + (rest1 * g);
            var v = (beta2 * new Vector<float>(second[at..])) + (rest2 * g * g);
            var w = (new Vector<float>(weights[at..]) * shrink) - (rate * m / ((Vector.SquareRoot(v) / correction) + epsilon));
            m.CopyTo(first[at..]);
            v.CopyTo(second[at..]);
            w.CopyTo(weights[at..]);
        }

        for (; at < weights.Length; at++)
        {
            var g = gradients[at] * step.Clip;
            var m = first[at] = (step.Beta1 * first[at]) + ((1 - step.Beta1) * g);
            var v = second[at] = (step.Beta2 * second[at]) + ((1 - step.Beta2) * g * g);
            weights[at] = (weights[at] * step.Shrink) - (step.Rate * m / ((MathF.Sqrt(v) / step.Correction) + step.Epsilon));
        }
    }
}
