using LongWriter.Inference.Kernels;
using LongWriter.Inference.Model;

namespace LongWriter.Inference.Tests.Model;

/// <summary>The int8 cache and the attention on it, as the session uses them.</summary>
public sealed unsafe class Q8KeyValueCacheTests
{
    private static readonly int[] s_counts = [1, 2, 31, 32, 33, 63, 64, 65, 100, 1023, 1025, 2100];

    public static TheoryData<int> Sizes => [32, 64, 96, 128];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Keys_and_values_are_held_to_half_a_step_also_after_growing(int size)
    {
        using var cache = new Q8KeyValueCache(Shape(size));
        var vectors = new Random(size).NextNormals(2 * 2 * 2 * 2100 * size);
        Fill(cache, size, 2100, vectors);
        for (var position = 0; position < 2100; position += position < 70 ? 1 : 97)
        {
            foreach (var (layer, head, isKey) in Places())
            {
                var exact = Vector(vectors, size, layer, head, position, isKey);
                for (var i = 0; i < size; i++)
                {
                    var step = exact.Slice(i / 32 * 32, 32).ToArray().Max(Math.Abs) / 127;
                    Assert.Equal(exact[i], (isKey ? cache.Keys : cache.Values).Read(cache.Slot(layer, head), position, i), step * 0.501f);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Attention_agrees_with_a_softmax_in_doubles_over_what_is_held(int size)
    {
        foreach (var count in s_counts)
        {
            using var cache = new Q8KeyValueCache(Shape(size));
            Fill(cache, size, count, new Random(count + size).NextNormals(2 * 2 * 2 * count * size));
            var query = new Random(size).NextNormals(size, 2);
            var output = Attend(cache, query, count);

            // A weight is rounded by up to one in 254 of the largest in its tile; a query's rounding moves the weights themselves.
            AssertClose(Naive(cache, Rounded(query), count), output, 0.025);
            AssertClose(Naive(cache, query, count), output, 0.06);
        }
    }

    [Fact]
    public void A_position_that_outweighs_all_others_is_copied()
    {
        // What carries a subject through a document: its value comes through to the rounding of its own bytes.
        const int Size = 64;
        foreach (var count in s_counts)
        {
            using var cache = new Q8KeyValueCache(Shape(Size));
            var vectors = new Random(count).NextNormals(2 * 2 * 2 * count * Size);
            var wanted = count / 2;
            Fill(cache, Size, count, vectors);
            float[] query = [.. Vector(vectors, Size, 1, 1, wanted, isKey: true).ToArray().Select(value => value * 20)];
            var output = Attend(cache, query, count);
            for (var i = 0; i < Size; i++)
            {
                Assert.Equal(cache.Values.Read(cache.Slot(1, 1), wanted, i), output[i], 1e-5f);
            }
        }
    }

    [Fact]
    public void Equal_keys_give_the_mean_of_the_values()
    {
        const int Size = 32;
        foreach (var count in s_counts)
        {
            using var cache = new Q8KeyValueCache(Shape(Size));
            var vectors = new Random(count).NextNormals(2 * 2 * 2 * count * Size);
            for (var at = 0; at < vectors.Length; at++)
            {
                vectors[at] = at / Size % 2 == 0 ? 0.5f : vectors[at]; // keys stand before values
            }

            Fill(cache, Size, count, vectors);
            AssertClose([.. Enumerable.Range(0, Size).Select(i => Enumerable.Range(0, count).Average(p => (double)cache.Values.Read(cache.Slot(1, 1), p, i)))], Attend(cache, [.. Enumerable.Repeat(1f, Size)], count), 0.02);
        }
    }

    [Fact]
    public void What_lies_behind_the_last_position_does_not_touch_a_bit()
    {
        const int Size = 64;
        foreach (var count in s_counts)
        {
            var vectors = new Random(count).NextNormals(2 * 2 * 2 * (count + 40) * Size);
            using var bare = new Q8KeyValueCache(Shape(Size));
            using var followed = new Q8KeyValueCache(Shape(Size));
            Fill(followed, Size, count + 40, [.. vectors.Select(value => value * 1e20f)]);
            Fill(bare, Size, count, vectors);
            Fill(followed, Size, count, vectors);
            var query = new Random(1).NextNormals(Size);
            Assert.Equal(Bits.Of(Attend(bare, query, count)), Bits.Of(Attend(followed, query, count)));
        }
    }

    [Fact]
    public void Zeros_are_held_and_give_zeros()
    {
        using var cache = new Q8KeyValueCache(Shape(32));
        Fill(cache, 32, 40, new float[2 * 2 * 2 * 40 * 32]);
        Assert.All(Attend(cache, new float[32], 40), value => Assert.Equal(0, value));
    }

    private static ModelShape Shape(int size) => new(10, 1 << 20, 4 * size, 2, 32, 4, 2, size, 10_000, 1e-5f);

    private static IEnumerable<(int Layer, int Head, bool IsKey)> Places() => from layer in (int[])[0, 1] from head in (int[])[0, 1] from isKey in (bool[])[true, false] select (layer, head, isKey);

    private static Span<float> Vector(float[] vectors, int size, int layer, int head, int position, bool isKey) =>
        vectors.AsSpan(((((((position * 2) + layer) * 2) + head) * 2) + (isKey ? 0 : 1)) * size, size);

    private static void Fill(Q8KeyValueCache cache, int size, int count, float[] vectors)
    {
        for (var position = 0; position < count; position++)
        {
            cache.Reserve(position + 1);
            for (var slot = 0; slot < 4; slot++)
            {
                fixed (float* key = Vector(vectors, size, slot / 2, slot % 2, position, true), value = Vector(vectors, size, slot / 2, slot % 2, position, false))
                {
                    cache.Store(slot / 2, slot % 2, position, key, value);
                }
            }
        }
    }

    /// <summary>Attention of layer 1, head 1, its scores cut by position and its output by dimension.</summary>
    private static float[] Attend(Q8KeyValueCache cache, float[] query, int count)
    {
        var (size, tiles) = (query.Length, Attention.Tiles(count));
        using var scores = new AlignedMemory<float>(tiles * Attention.Tile);
        var output = new float[size];
        fixed (float* q = query, o = output)
        {
            cache.Score(1, 1, q, tiles / 2, tiles, scores.Pointer);
            cache.Score(1, 1, q, 0, tiles / 2, scores.Pointer);
            var largest = Math.Max(Attention.Largest(scores.Pointer, tiles / 2, tiles, count), Attention.Largest(scores.Pointer, 0, tiles / 2, count));
            Attention.Weigh(scores.Pointer, 0, tiles / 2, largest);
            Attention.Weigh(scores.Pointer, tiles / 2, tiles, largest);
            var inverse = Attention.Inverse(scores.Pointer, tiles);
            for (var from = 0; from < size; from += 32)
            {
                cache.Mix(1, 1, count, from, from + 32, scores.Pointer, inverse, o);
            }
        }

        return output;
    }

    private static float[] Rounded(float[] query) => [.. query.Chunk(32).SelectMany(block =>
    {
        var step = block.Max(Math.Abs) / 127;
        return block.Select(value => MathF.Round(value / step) * step);
    })];

    private static double[] Naive(Q8KeyValueCache cache, float[] query, int count)
    {
        var (size, slot) = (query.Length, cache.Slot(1, 1));
        double[] scores = [.. Enumerable.Range(0, count).Select(p => Enumerable.Range(0, size).Sum(i => (double)query[i] * cache.Keys.Read(slot, p, i)) / Math.Sqrt(size))];
        double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
        return [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, count).Sum(p => weights[p] / weights.Sum() * cache.Values.Read(slot, p, i)))];
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
