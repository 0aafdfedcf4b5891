using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Attention on keys and values that are halves. Keys lie in tiles of 32 positions, transposed (dimension first), so that 32 scores
/// grow side by side without adding lanes; values lie position first. Every score and every output is one chain in a fixed order,
/// whatever block its token came in.
/// </summary>
internal static unsafe class HalfAttention
{
    private const float QueryScale = 1.2676506002282294e30f; // 2^100

    /// <summary>The scores of some of the tiles.</summary>
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
            Score(raised, keys + ((long)tile * Attention.Tile * size), size, scores + (tile * Attention.Tile), scale);
        }
    }

    private static void Score(float* query, ushort* tile, int size, float* scores, float scale)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var i = 0; i < size; i++)
        {
            var q = Vector256.Create(query[i]);
            var k = tile + (i * Attention.Tile);
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

    /// <summary>The weighted sum of all values, in some of the dimensions, from a multiple of 32 on.</summary>
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
}
