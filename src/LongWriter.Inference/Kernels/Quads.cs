using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Products of bytes, four neighbours added into each lane of 32 bits: what int8 attention is made of. Sums of integers are exact,
/// so every implementation gives the same bits.
/// </summary>
internal static class Quads
{
    /// <param name="a">Bytes of 0 to 127.</param>
    /// <param name="b">Bytes of -127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddUnsigned(Vector256<int> sum, Vector256<sbyte> a, Vector256<sbyte> b)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(sum, a.AsByte(), b);
        }

        // At most 2·127·127 per pair, which 16 bits hold without saturating.
        return Avx2.IsSupported
            ? sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(a.AsByte(), b), Vector256.Create((short)1))
            : AddPortable(sum, a, b);
    }

    /// <param name="a">Bytes of -127 to 127.</param>
    /// <param name="b">Bytes of -127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<sbyte> a, Vector256<sbyte> b) =>
        Avx2.IsSupported ? AddUnsigned(sum, Avx2.Abs(a).AsSByte(), Avx2.Sign(b, a)) : AddPortable(sum, a, b);

    public static Vector256<int> AddPortable(Vector256<int> sum, Vector256<sbyte> a, Vector256<sbyte> b)
    {
        for (var lane = 0; lane < 8; lane++)
        {
            var quad = 0;
            for (var i = lane * 4; i < (lane * 4) + 4; i++)
            {
                quad += a[i] * b[i];
            }

            sum = sum.WithElement(lane, sum[lane] + quad);
        }

        return sum;
    }
}
