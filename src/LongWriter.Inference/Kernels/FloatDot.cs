using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>Dot products of floats: lane i sums the elements whose index is i modulo 8, in order, with fused multiply-adds.</summary>
internal static unsafe class FloatDot
{
    /// <param name="length">A multiple of 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(float* a, float* b, int length)
    {
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < length; i += 8)
        {
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), sum);
        }

        return Lanes.Sum(sum);
    }
}
