using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// One query against all keys up to its own position, in three steps: scores, weights, the weighted sum of the values. The first and
/// the last read the cache in the form it keeps (<see cref="HalfAttention"/>, <see cref="Q8Attention"/>), which is what attention costs.
/// </summary>
internal static unsafe class Attention
{
    /// <summary>Positions that lie together; a cache is a row of such tiles.</summary>
    public const int Tile = 32;

    /// <summary>Tiles that hold <paramref name="count"/> positions.</summary>
    public static int Tiles(int count) => (count + Tile - 1) / Tile;

    /// <summary>Scores become weights relative to the largest.</summary>
    /// <returns>One over the weights' sum.</returns>
    public static float Weigh(float* scores, int count)
    {
        var tiles = Tiles(count);
        var largest = Vector256.Create(float.NegativeInfinity);

        // Places after the last position fill their tile; minus infinity makes their weight exactly 0.
        for (var i = count; i < tiles * Tile; i++)
        {
            scores[i] = float.NegativeInfinity;
        }

        for (var i = 0; i < tiles * Tile; i += 8)
        {
            largest = Vector256.Max(largest, Vector256.Load(scores + i));
        }

        var most = Vector256.Create(Lanes.Largest(largest));
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < tiles * Tile; i += 8)
        {
            var weight = Vector256.Exp(Vector256.Load(scores + i) - most);
            weight.Store(scores + i);
            sum += weight;
        }

        return 1f / Lanes.Sum(sum);
    }
}
