using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LongWriter.Training.Models.Attention;

/// <summary>
/// One block of queries against one block of keys. Six rows are computed at a time, each six up to the last key that its last row may
/// see, rounded up to a whole panel; what a row may not see is then taken out.
/// </summary>
internal static unsafe class ScoreBlock
{
    /// <summary>Queries of a block.</summary>
    public const int Rows = 48;

    /// <summary>Keys of a block: a multiple of <see cref="Rows"/>, so that blocks meet the diagonal alike.</summary>
    public const int Keys = 240;

    /// <summary>Floats between rows: no power of two, whose rows would share cache sets.</summary>
    public const int Stride = Keys + 8;

    /// <summary>Products of query rows with keys.</summary>
    /// <param name="a">Rows of <paramref name="size"/> floats.</param>
    /// <param name="panels">Panels of the block's keys, transposed.</param>
    /// <param name="ahead">Places that the first query stands after the first key.</param>
    /// <param name="keys">Keys of this block, a multiple of sixteen.</param>
    /// <param name="groups">Sixes of rows.</param>
    public static void Multiply(float* a, int size, float* panels, int ahead, int keys, int groups, float* scores)
    {
        for (var column = 0; column < keys; column += Tile.Columns)
        {
            for (var group = Math.Max(0, column - ahead) / Tile.Rows; group < groups; group++)
            {
                var row = group * Tile.Rows;
                Tile.Multiply(a + (row * size), size, 1, panels, size, scores + (row * Stride) + column, Stride, add: false);
            }

            panels += size * Tile.Columns;
        }
    }

    /// <summary>Columns that are computed for a six of rows.</summary>
    public static int Computed(int ahead, int group, int keys) => Math.Min(keys, Tile.Pad(ahead + ((group + 1) * Tile.Rows)));

    /// <summary>Columns that a row may see, of those that are computed.</summary>
    public static int Seen(int ahead, int row, int computed) => Math.Min(computed, ahead + row + 1);

    /// <summary>e^x for x of at most about 0, to two units in the last place; 0 below −87, not a number where x is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
    {
        // x = n ln 2 + f, ln 2 in two parts so that f is exact to its last bits; e^f by its series to f^7, e^n ln 2 by the exponent.
        var n = Avx.ConvertToVector256Int32(x * Vector256.Create(1.44269504f));
        var whole = Avx.ConvertToVector256Single(n);
        var f = Fma.MultiplyAddNegated(whole, Vector256.Create(0.693145752f), x);
        f = Fma.MultiplyAddNegated(whole, Vector256.Create(1.42860682e-6f), f);
        var e = Fma.MultiplyAdd(Vector256.Create(1f / 5040), f, Vector256.Create(1f / 720));
        e = Fma.MultiplyAdd(e, f, Vector256.Create(1f / 120));
        e = Fma.MultiplyAdd(e, f, Vector256.Create(1f / 24));
        e = Fma.MultiplyAdd(e, f, Vector256.Create(1f / 6));
        e = Fma.MultiplyAdd(e, f, Vector256.Create(0.5f));
        e = Fma.MultiplyAdd(e, f, Vector256<float>.One);
        e = Fma.MultiplyAdd(e, f, Vector256<float>.One);
        var power = Avx2.ShiftLeftLogical(Avx2.Add(n, Vector256.Create(127)), 23).AsSingle();
        var vanishing = Avx.Compare(x, Vector256.Create(-87f), FloatComparisonMode.OrderedLessThanNonSignaling);
        return Avx.AndNot(vanishing, e * power);
    }
}
