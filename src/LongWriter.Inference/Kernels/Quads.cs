using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Products of bytes, four neighbours added into each lane of 32 bits: what int8 weights and int8 attention are made of. Sums of
/// integers are exact, so every implementation gives the same bits.
/// </summary>
internal static class Quads
{
    /// <param name="a">Bytes of -128 to 127.</param>
    /// <param name="b">Bytes of -127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Of(Vector256<sbyte> a, Vector256<sbyte> b) =>
        Avx2.IsSupported ? OfUnsigned(Avx2.Abs(a), Avx2.Sign(b, a)) : OfPortable(a, b);

    /// <param name="a">Bytes of 0 to 128.</param>
    /// <param name="b">Bytes of -127 to 127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> OfUnsigned(Vector256<byte> a, Vector256<sbyte> b)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(Vector256<int>.Zero, a, b);
        }

        // At most 2·128·127 per pair, which 16 bits hold without saturating.
        return Avx2.IsSupported
            ? Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(a, b), Vector256<short>.One)
            : OfPortable(a.AsSByte(), b);
    }

    /// <summary>Bytes of 0 to 127 times bytes of -127 to 127, added to what there is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> AddUnsigned(Vector256<int> sum, Vector256<byte> a, Vector256<sbyte> b) =>
        AvxVnni.IsSupported ? AvxVnni.MultiplyWideningAndAdd(sum, a, b) : sum + OfUnsigned(a, b);

    /// <summary>Bytes of -127 to 127, the first the same for several products: its magnitude is taken once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sum, Vector256<sbyte> a, Vector256<sbyte> b) =>
        Avx2.IsSupported ? AddUnsigned(sum, Avx2.Abs(a), Avx2.Sign(b, a)) : sum + OfPortable(a, b);

    public static Vector256<int> OfPortable(Vector256<sbyte> a, Vector256<sbyte> b)
    {
        var (evenA, oddA) = (Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(a.AsInt16(), 8), 8), Vector256.ShiftRightArithmetic(a.AsInt16(), 8));
        var (evenB, oddB) = (Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(b.AsInt16(), 8), 8), Vector256.ShiftRightArithmetic(b.AsInt16(), 8));
        var (even, odd) = (evenA * evenB, oddA * oddB); // at most 128·127 each, their sum within 32 bits
        return Halves(even) + Halves(odd);

        static Vector256<int> Halves(Vector256<short> pairs) =>
            Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(pairs.AsInt32(), 16), 16) + Vector256.ShiftRightArithmetic(pairs.AsInt32(), 16);
    }
}
