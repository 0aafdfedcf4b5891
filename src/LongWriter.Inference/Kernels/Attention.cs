using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// One query against all keys up to its own position: scores, weights, the weighted sum of the values. Scores and sum read the cache in
/// the form it keeps (<see cref="HalfAttention"/>, <see cref="Q8Attention"/>); here is what lies between. Ranges are in tiles, so that
/// threads can share one query out and still give the same bits.
/// </summary>
internal static unsafe class Attention
{
    /// <summary>Positions that lie together; a cache is a row of such tiles.</summary>
    public const int Tile = 32;

    /// <summary>Tiles that hold <paramref name="count"/> positions.</summary>
    public static int Tiles(int count) => (count + Tile - 1) / Tile;

    /// <summary>The largest score of some tiles. Places behind the last position are given minus infinity, whose weight is exactly 0.</summary>
    public static float Largest(float* scores, int fromTile, int toTile, int positions)
    {
        for (var i = Math.Max(positions, fromTile * Tile); i < toTile * Tile; i++)
        {
            scores[i] = float.NegativeInfinity;
        }

        var largest = Vector256.Create(float.NegativeInfinity);
        for (var i = fromTile * Tile; i < toTile * Tile; i += 8)
        {
            largest = Vector256.Max(largest, Vector256.Load(scores + i));
        }

        return Lanes.Largest(largest);
    }

    /// <summary>Scores become weights relative to the largest of all.</summary>
    public static void Weigh(float* scores, int fromTile, int toTile, float largest)
    {
        var most = Vector256.Create(largest);
        for (var i = fromTile * Tile; i < toTile * Tile; i += 8)
        {
            Exponential.Of(Vector256.Load(scores + i) - most).Store(scores + i);
        }
    }

    /// <summary>One over the sum of all weights.</summary>
    public static float Inverse(float* weights, int tiles)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < tiles * Tile; i += Tile)
        {
            a += Vector256.Load(weights + i);
            b += Vector256.Load(weights + i + 8);
            c += Vector256.Load(weights + i + 16);
            d += Vector256.Load(weights + i + 24);
        }

        return 1f / Lanes.Sum(a + b + (c + d));
    }
}
