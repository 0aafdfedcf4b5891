using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>What a layer does to rows of numbers between its products. Lengths are multiples of 8.</summary>
internal static unsafe class Elementwise
{
    /// <summary>Root mean square normalisation.</summary>
    public static void Normalise(float* x, float[] weight, float epsilon, float* output)
    {
        var inverse = Vector256.Create(1f / MathF.Sqrt((FloatDot.Dot(x, x, weight.Length) / weight.Length) + epsilon));
        for (var i = 0; i < weight.Length; i += 8)
        {
            (Vector256.Load(x + i) * inverse * Vector256.LoadUnsafe(ref weight[i])).Store(output + i);
        }
    }

    public static void Add(float* x, float* values, int length)
    {
        for (var i = 0; i < length; i += 8)
        {
            (Vector256.Load(x + i) + Vector256.Load(values + i)).Store(x + i);
        }
    }

    /// <summary>SwiGLU: gate · sigmoid(gate) · up, into <paramref name="gate"/>.</summary>
    public static void Gate(float* gate, float* up, int length)
    {
        for (var i = 0; i < length; i += 8)
        {
            var g = Vector256.Load(gate + i);
            (g / (Vector256<float>.One + Exponential.Of(-g)) * Vector256.Load(up + i)).Store(gate + i);
        }
    }
}
