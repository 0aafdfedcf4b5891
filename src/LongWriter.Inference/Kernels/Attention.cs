using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// One query against all keys up to its own position. Keys lie in tiles of 32 positions, transposed (dimension first), so that 32
/// scores grow side by side without adding lanes; values lie position first. Every score and every output is one chain in a fixed
/// order, whatever block its token came in. Keys and values are halves: reading them is what attention costs.
/// </summary>
internal static unsafe class Attention
{
    private const float QueryScale = 1.2676506002282294e30f; // 2^100

    /// <summary>Positions per key tile.</summary>
    public const int Tile = 32;

    /// <param name="query">Head size floats.</param>
    /// <param name="keys">Tiles of [head size, 32].</param>
    /// <param name="values">Positions × head size.</param>
    /// <param name="count">Positions to attend to, own one included.</param>
    /// <param name="size">Head size, a multiple of 8.</param>
    /// <param name="scores">Scratch of <paramref name="count"/> rounded up to a multiple of 32.</param>
    public static void Attend(float* query, ushort* keys, ushort* values, int count, int size, float* scores, float* output)
    {
        Score(query, keys, 0, Tiles(count), size, scores);
        Mix(values, count, size, 0, size, scores, Weigh(scores, count), output);
    }

    /// <summary>Tiles that hold <paramref name="count"/> positions.</summary>
    public static int Tiles(int count) => (count + Tile - 1) / Tile;

    /// <summary>First step: the scores of some of the tiles.</summary>
    public static void Score(float* query, ushort* keys, int fromTile, int toTile, int size, float* scores)
    {
        // 2^100 of the keys' 2^112 goes to the query, where it leaves room for outliers, and the rest to the scale.
        var raised = stackalloc float[size];
        for (var i = 0; i < size; i++)
        {
            raised[i] = query[i] * QueryScale;
        }

        var scale = HalfBits.Scale / QueryScale / MathF.Sqrt(size);
        for (var tile = fromTile; tile < toTile; tile++)
        {
            Score(raised, keys + ((long)tile * Tile * size), size, scores + (tile * Tile), scale);
        }
    }

    /// <summary>Second step: scores become weights relative to the largest.</summary>
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

        var most = Vector256.Create(Largest(largest));
        var sum = Vector256<float>.Zero;
        for (var i = 0; i < tiles * Tile; i += 8)
        {
            var weight = Vector256.Exp(Vector256.Load(scores + i) - most);
            weight.Store(scores + i);
            sum += weight;
        }

        return 1f / Lanes.Sum(sum);
    }

    private static void Score(float* query, ushort* tile, int size, float* scores, float scale)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < size; i++)
        {
            var q = Vector256.Create(query[i]);
            var k = tile + (i * Tile);
            a = Vector256.FusedMultiplyAdd(q, HalfBits.Load(k), a);
            b = Vector256.FusedMultiplyAdd(q, HalfBits.Load(k + 8), b);
            c = Vector256.FusedMultiplyAdd(q, HalfBits.Load(k + 16), c);
            d = Vector256.FusedMultiplyAdd(q, HalfBits.Load(k + 24), d);
        }

        var s = Vector256.Create(scale);
        (a * s).Store(scores);
        (b * s).Store(scores + 8);
        (c * s).Store(scores + 16);
        (d * s).Store(scores + 24);
    }

    /// <summary>Third step: some of the output's dimensions, from a multiple of 32 on.</summary>
    public static void Mix(ushort* values, int count, int size, int from, int to, float* weights, float inverse, float* output)
    {
        var at = from;
        for (; at + 32 <= to; at += 32)
        {
            var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
            for (var p = 0; p < count; p++)
            {
                var w = Vector256.Create(weights[p] * HalfBits.Scale);
                var v = values + ((long)p * size) + at;
                a = Vector256.FusedMultiplyAdd(w, HalfBits.Load(v), a);
                b = Vector256.FusedMultiplyAdd(w, HalfBits.Load(v + 8), b);
                c = Vector256.FusedMultiplyAdd(w, HalfBits.Load(v + 16), c);
                d = Vector256.FusedMultiplyAdd(w, HalfBits.Load(v + 24), d);
            }

            var i = Vector256.Create(inverse);
            (a * i).Store(output + at);
            (b * i).Store(output + at + 8);
            (c * i).Store(output + at + 16);
            (d * i).Store(output + at + 24);
        }

        for (; at < to; at += 8)
        {
            var sum = Vector256<float>.Zero;
            for (var p = 0; p < count; p++)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(weights[p] * HalfBits.Scale), HalfBits.Load(values + ((long)p * size) + at), sum);
            }

            (sum * inverse).Store(output + at);
        }
    }

    private static float Largest(Vector256<float> lanes)
    {
        var most = lanes[0];
        for (var lane = 1; lane < 8; lane++)
        {
            most = MathF.Max(most, lanes[lane]);
        }

        return most;
    }
}
