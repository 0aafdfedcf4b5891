using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Dot products of int8 blocks of 32 with a scale each, four rows of weights with one row of activations. Within a block the sum of
/// products is exact in integers, in eight lanes of four neighbouring products; across blocks each lane is a chain of fused
/// multiply-adds in block order, and the lanes are added pairwise at the end. That order is the same on every processor, so all of
/// them give the same bits.
/// </summary>
internal static unsafe class Q8Dot
{
    public const int BlockLength = 32;

    /// <summary>Rows that are multiplied together: activations are read once for all of them, and their lanes are added at once.</summary>
    public const int Rows = 4;

    /// <summary>Which implementation this machine runs.</summary>
    public static string Name => AvxVnni.IsSupported ? "avx-vnni" : Avx2.IsSupported ? "avx2" : "portable";

    /// <param name="weights">Four rows of <paramref name="blocks"/>·32 signed bytes, one after another.</param>
    /// <param name="weightScales">[block, row].</param>
    /// <param name="values">Activations, as many signed bytes as a row, each within ±127.</param>
    /// <param name="valueScales">One per block.</param>
    /// <returns>The product of each row.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Dot(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks)
    {
        var second = weights + ((long)blocks * BlockLength);
        var third = second + ((long)blocks * BlockLength);
        var fourth = third + ((long)blocks * BlockLength);
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var block = 0; block < blocks; block++)
        {
            var at = block * BlockLength;
            var v = Vector256.Load(values + at);
            var products = Vector128.Load(weightScales + (block * Rows)) * Vector128.Create(valueScales[block]);
            var scales = Vector256.Create(products, products);
            a = Vector256.FusedMultiplyAdd(Products(weights + at, v), Vector256.Shuffle(scales, Vector256.Create(0, 0, 0, 0, 4, 4, 4, 4)), a);
            b = Vector256.FusedMultiplyAdd(Products(second + at, v), Vector256.Shuffle(scales, Vector256.Create(1, 1, 1, 1, 5, 5, 5, 5)), b);
            c = Vector256.FusedMultiplyAdd(Products(third + at, v), Vector256.Shuffle(scales, Vector256.Create(2, 2, 2, 2, 6, 6, 6, 6)), c);
            d = Vector256.FusedMultiplyAdd(Products(fourth + at, v), Vector256.Shuffle(scales, Vector256.Create(3, 3, 3, 3, 7, 7, 7, 7)), d);
        }

        return Lanes.Sums(a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Products(sbyte* weights, Vector256<sbyte> values) =>
        Vector256.ConvertToSingle(Quads.Of(Vector256.Load(weights), values));
}
