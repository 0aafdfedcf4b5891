using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Training.Models.Attention;

/// <summary>
/// Products of small blocks, C (6 × 16) from A (6 × n) and a panel of B (n × 16): twelve sums in registers, so that two loads and six
/// broadcasts feed twelve multiply-adds.
/// </summary>
internal static unsafe class Tile
{
    public const int Rows = 6;
    public const int Columns = 16;

    /// <summary>A number of columns rounded up to whole panels.</summary>
    public static int Pad(int columns) => (columns + Columns - 1) / Columns * Columns;

    /// <param name="aRow">Floats between rows of A; <paramref name="aStep"/>: between its columns, so that A may be a transposed view.</param>
    /// <param name="panel">Rows of 16 floats, one after the other.</param>
    /// <param name="cRow">Floats between rows of C.</param>
    /// <param name="add">Adds to what stands in C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(float* a, nint aRow, nint aStep, float* panel, int n, float* c, nint cRow, bool add)
    {
        Vector256<float> c00, c01, c10, c11, c20, c21, c30, c31, c40, c41, c50, c51;
        var cLow = c + (3 * cRow);
        var aLow = a + (3 * aRow);
        if (add)
        {
            (c00, c01) = (Vector256.Load(c), Vector256.Load(c + 8));
            (c10, c11) = (Vector256.Load(c + cRow), Vector256.Load(c + cRow + 8));
            (c20, c21) = (Vector256.Load(c + (2 * cRow)), Vector256.Load(c + (2 * cRow) + 8));
            (c30, c31) = (Vector256.Load(cLow), Vector256.Load(cLow + 8));
            (c40, c41) = (Vector256.Load(cLow + cRow), Vector256.Load(cLow + cRow + 8));
            (c50, c51) = (Vector256.Load(cLow + (2 * cRow)), Vector256.Load(cLow + (2 * cRow) + 8));
        }
        else
        {
            c00 = c01 = c10 = c11 = c20 = c21 = c30 = c31 = c40 = c41 = c50 = c51 = Vector256<float>.Zero;
        }

        for (var k = 0; k < n; k++)
        {
            var b0 = Vector256.Load(panel);
            var b1 = Vector256.Load(panel + 8);
            var x = Avx.BroadcastScalarToVector256(a);
            c00 = Fma.MultiplyAdd(x, b0, c00);
            c01 = Fma.MultiplyAdd(x, b1, c01);
            x = Avx.BroadcastScalarToVector256(a + aRow);
            c10 = Fma.MultiplyAdd(x, b0, c10);
            c11 = Fma.MultiplyAdd(x, b1, c11);
            x = Avx.BroadcastScalarToVector256(a + (2 * aRow));
            c20 = Fma.MultiplyAdd(x, b0, c20);
            c21 = Fma.MultiplyAdd(x, b1, c21);
            x = Avx.BroadcastScalarToVector256(aLow);
            c30 = Fma.MultiplyAdd(x, b0, c30);
            c31 = Fma.MultiplyAdd(x, b1, c31);
            x = Avx.BroadcastScalarToVector256(aLow + aRow);
            c40 = Fma.MultiplyAdd(x, b0, c40);
            c41 = Fma.MultiplyAdd(x, b1, c41);
            x = Avx.BroadcastScalarToVector256(aLow + (2 * aRow));
            c50 = Fma.MultiplyAdd(x, b0, c50);
            c51 = Fma.MultiplyAdd(x, b1, c51);
            a += aStep;
            aLow += aStep;
            panel += Columns;
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + cRow);
        c11.Store(c + cRow + 8);
        c20.Store(c + (2 * cRow));
        c21.Store(c + (2 * cRow) + 8);
        c30.Store(cLow);
        c31.Store(cLow + 8);
        c40.Store(cLow + cRow);
        c41.Store(cLow + cRow + 8);
        c50.Store(cLow + (2 * cRow));
        c51.Store(cLow + (2 * cRow) + 8);
    }
}
