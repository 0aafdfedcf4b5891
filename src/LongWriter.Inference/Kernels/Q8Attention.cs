using System.Runtime.Intrinsics;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Attention on int8 keys and values, for models whose weights are int8: in tiles of 32 positions, with a scale for every position and
/// block of 32 dimensions. Query and weights are rounded to int8 as well, the query by blocks of 32 dimensions, the weights by tiles, so
/// that products are exact integers; across blocks and tiles every output is one chain in their order, whatever block its token came in.
/// </summary>
/// <remarks>
/// A tile of keys is [dimension / 4, position, dimension % 4] and one of values [position / 4, dimension, position % 4]: what is added
/// up lies side by side. Scales of a tile are [block, position].
/// </remarks>
internal static unsafe class Q8Attention
{
    public const int Block = Q8Dot.BlockLength;

    /// <summary>A tile whose weights are all smaller adds nothing to an output whose weights sum to 1 or more.</summary>
    private const float Negligible = 1e-30f;

    /// <summary>Where one dimension of a key lies in its tile.</summary>
    public static int KeyPlace(int position, int dimension) => (((dimension / 4 * Attention.Tile) + (position % Attention.Tile)) * 4) + (dimension % 4);

    /// <summary>Where one dimension of a value lies in its tile.</summary>
    public static int ValuePlace(int position, int dimension, int size) => (((position % Attention.Tile / 4 * size) + dimension) * 4) + (position % 4);

    /// <summary>Scores of the 32 positions of a tile.</summary>
    /// <param name="query">Head size bytes, each within ±127.</param>
    /// <param name="queryScales">One scale per block, divided by the root of the head size.</param>
    public static void Score(sbyte* query, float* queryScales, sbyte* tile, float* scales, int size, float* scores)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        for (var block = 0; block < size / Block; block++)
        {
            var (i, j, k, l) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (var quad = 0; quad < Block / 4; quad++)
            {
                var q = Vector256.Create(((int*)query)[(block * Block / 4) + quad]).AsSByte();
                var keys = tile + (((block * Block / 4) + quad) * Attention.Tile * 4);
                i = Quads.Add(i, q, Vector256.Load(keys));
                j = Quads.Add(j, q, Vector256.Load(keys + 32));
                k = Quads.Add(k, q, Vector256.Load(keys + 64));
                l = Quads.Add(l, q, Vector256.Load(keys + 96));
            }

            var scale = Vector256.Create(queryScales[block]);
            var at = scales + (block * Attention.Tile);
            a = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i), Vector256.Load(at) * scale, a);
            b = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(j), Vector256.Load(at + 8) * scale, b);
            c = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(k), Vector256.Load(at + 16) * scale, c);
            d = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(l), Vector256.Load(at + 24) * scale, d);
        }

        a.Store(scores);
        b.Store(scores + 8);
        c.Store(scores + 16);
        d.Store(scores + 24);
    }

    /// <summary>The weighted sum of all tiles' values, in the 32 dimensions of one block.</summary>
    /// <param name="values">The head's tiles.</param>
    /// <param name="scales">Their scales.</param>
    /// <param name="weights">One per position, 0 behind the last.</param>
    /// <param name="inverse">One over the weights' sum.</param>
    /// <param name="output">The block's 32 dimensions.</param>
    public static void Mix(sbyte* values, float* scales, int tiles, int size, int block, float* weights, float inverse, float* output)
    {
        var (a, b, c, d) = (Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero, Vector256<float>.Zero);
        var shares = stackalloc int[Attention.Tile / 4];
        for (var tile = 0; tile < tiles; tile++)
        {
            var largest = Round(weights + (tile * Attention.Tile), scales + ((((long)tile * size / Block) + block) * Attention.Tile), (sbyte*)shares);
            if (largest < Negligible)
            {
                continue;
            }

            var (i, j, k, l) = (Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero, Vector256<int>.Zero);
            for (var quad = 0; quad < Attention.Tile / 4; quad++)
            {
                var share = Vector256.Create(shares[quad]).AsByte();
                var at = values + ((long)tile * Attention.Tile * size) + (((quad * size) + (block * Block)) * 4);
                i = Quads.AddUnsigned(i, share, Vector256.Load(at));
                j = Quads.AddUnsigned(j, share, Vector256.Load(at + 32));
                k = Quads.AddUnsigned(k, share, Vector256.Load(at + 64));
                l = Quads.AddUnsigned(l, share, Vector256.Load(at + 96));
            }

            var scale = Vector256.Create(largest / 127);
            a = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(i), scale, a);
            b = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(j), scale, b);
            c = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(k), scale, c);
            d = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(l), scale, d);
        }

        (a * inverse).Store(output);
        (b * inverse).Store(output + 8);
        (c * inverse).Store(output + 16);
        (d * inverse).Store(output + 24);
    }

    /// <summary>Weights times the scales of their values, as shares of the largest: 0 to 127.</summary>
    /// <returns>The largest.</returns>
    private static float Round(float* weights, float* scales, sbyte* shares)
    {
        var a = Vector256.Load(weights) * Vector256.Load(scales);
        var b = Vector256.Load(weights + 8) * Vector256.Load(scales + 8);
        var c = Vector256.Load(weights + 16) * Vector256.Load(scales + 16);
        var d = Vector256.Load(weights + 24) * Vector256.Load(scales + 24);
        var largest = Lanes.Largest(Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d)));
        if (largest < Negligible)
        {
            return largest;
        }

        var inverse = Vector256.Create(127 / largest);
        Quantizer.Round(a * inverse, b * inverse, c * inverse, d * inverse).Store(shares);
        return largest;
    }
}
