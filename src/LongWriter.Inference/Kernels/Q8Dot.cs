using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Dot products of int8 blocks of 32 with a scale each. Within a block the sum of products is exact in integers, in eight lanes of
/// four neighbouring products; across blocks each lane is a chain of fused multiply-adds in block order, and the lanes are added
/// pairwise at the end. Every implementation keeps exactly this order, so all of them give the same bits.
/// </summary>
internal static unsafe class Q8Dot
{
    public const int BlockLength = 32;

    /// <summary>Which implementation this machine runs.</summary>
    public static string Name => AvxVnni.IsSupported ? "avx-vnni" : Avx2.IsSupported ? "avx2" : "portable";

    /// <param name="weights"><paramref name="blocks"/>·32 signed bytes.</param>
    /// <param name="weightScales">One scale per block.</param>
    /// <param name="values">Activations, as many signed bytes, each within ±127.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Dot(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks) =>
        AvxVnni.IsSupported ? DotVnni(weights, weightScales, values, valueScales, blocks)
        : Avx2.IsSupported ? DotAvx2(weights, weightScales, values, valueScales, blocks)
        : DotPortable(weights, weightScales, values, valueScales, blocks);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float DotVnni(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks)
    {
        var sum = Vector256<float>.Zero;
        for (var b = 0; b < blocks; b++)
        {
            var w = Vector256.Load(weights + (b * BlockLength));
            var v = Vector256.Load(values + (b * BlockLength));
            var products = AvxVnni.MultiplyWideningAndAdd(Vector256<int>.Zero, Avx2.Abs(w), Avx2.Sign(v, w));
            sum = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(products), Vector256.Create(weightScales[b] * valueScales[b]), sum);
        }

        return Lanes.Sum(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float DotAvx2(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks)
    {
        var sum = Vector256<float>.Zero;
        var ones = Vector256.Create((short)1);
        for (var b = 0; b < blocks; b++)
        {
            var w = Vector256.Load(weights + (b * BlockLength));
            var v = Vector256.Load(values + (b * BlockLength));

            // |w|·sign(v): at most 128·127·2 per pair, which 16 bits hold without saturating.
            var pairs = Avx2.MultiplyAddAdjacent(Avx2.Abs(w), Avx2.Sign(v, w));
            var products = Avx2.MultiplyAddAdjacent(pairs, ones);
            sum = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(products), Vector256.Create(weightScales[b] * valueScales[b]), sum);
        }

        return Lanes.Sum(sum);
    }

    public static float DotPortable(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks)
    {
        var sum = Vector256<float>.Zero;
        var products = stackalloc int[8];
        for (var b = 0; b < blocks; b++)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var at = (b * BlockLength) + (lane * 4);
                products[lane] = (weights[at] * values[at]) + (weights[at + 1] * values[at + 1]) + (weights[at + 2] * values[at + 2]) + (weights[at + 3] * values[at + 3]);
            }

            sum = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(Vector256.Load(products)), Vector256.Create(weightScales[b] * valueScales[b]), sum);
        }

        return Lanes.Sum(sum);
    }
}
