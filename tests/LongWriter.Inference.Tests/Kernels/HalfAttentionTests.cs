using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class HalfAttentionTests
{
    private static readonly int[] s_counts = [1, 2, 7, 8, 9, 31, 32, 33, 63, 64, 65, 95, 96, 97, 100, 128, 129];

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(64)]
    [InlineData(104)]
    public void Attention_agrees_with_a_naive_softmax_in_doubles(int size)
    {
        foreach (var count in s_counts)
        {
            var random = new Random((count * 1000) + size);
            var (query, keys, values) = (random.NextNormals(size, 2), Stored(random.NextNormals(count * size)), Stored(random.NextNormals(count * size)));
            AssertClose(Naive(query, keys, values, count), Attend(query, keys, values, count, 0), 1e-5);
        }
    }

    [Fact]
    public void Scores_far_beyond_the_range_of_the_exponential_neither_overflow_nor_vanish()
    {
        foreach (var count in s_counts)
        {
            var random = new Random(count);
            var (query, keys, values) = (random.NextNormals(32, 200), Stored(random.NextNormals(count * 32, 3)), Stored(random.NextNormals(count * 32)));
            AssertClose(Naive(query, keys, values, count), Attend(query, keys, values, count, 0), 1e-3);
        }
    }

    [Fact]
    public void Equal_keys_give_the_mean_of_the_values()
    {
        foreach (var count in s_counts)
        {
            var values = Stored(new Random(count).NextNormals(count * 16));
            double[] mean = [.. Enumerable.Range(0, 16).Select(i => Enumerable.Range(0, count).Average(p => (double)values[(p * 16) + i]))];
            AssertClose(mean, Attend([.. Enumerable.Repeat(1f, 16)], [.. Enumerable.Repeat(0.5f, count * 16)], values, count, 0), 1e-6);
        }
    }

    [Fact]
    public void What_lies_behind_the_last_position_does_not_touch_a_bit()
    {
        foreach (var count in s_counts)
        {
            var random = new Random(count);
            var (query, keys, values) = (random.NextNormals(40), random.NextNormals(count * 40), random.NextNormals(count * 40));
            var expected = Bits.Of(Attend(query, keys, values, count, 0));
            Assert.Equal(expected, Bits.Of(Attend(query, keys, values, count, 1e30f)));
            Assert.Equal(expected, Bits.Of(Attend(query, keys, values, count, float.NaN)));
            Assert.Equal(expected, Bits.Of(Attend(query, keys, values, count, float.PositiveInfinity)));
        }
    }

    /// <summary>The values that the cache can hold.</summary>
    private static float[] Stored(float[] values) => [.. values.Select(value => (float)(Half)value)];

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    private static double[] Naive(float[] query, float[] keys, float[] values, int count)
    {
        var size = query.Length;
        double[] scores = [.. Enumerable.Range(0, count).Select(p => Enumerable.Range(0, size).Sum(i => (double)query[i] * keys[(p * size) + i]) / Math.Sqrt(size))];
        double[] weights = [.. scores.Select(score => Math.Exp(score - scores.Max()))];
        return [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, count).Sum(p => weights[p] / weights.Sum() * values[(p * size) + i]))];
    }

    /// <summary>Lays the keys out in tiles, with <paramref name="rest"/> in every place that belongs to no position.</summary>
    private static float[] Attend(float[] query, float[] keys, float[] values, int count, float rest)
    {
        var size = query.Length;
        var places = (count + Attention.Tile - 1) / Attention.Tile * Attention.Tile;
        using var tiles = new AlignedMemory<ushort>(places * size);
        using var rows = new AlignedMemory<ushort>(places * size);
        using var scores = new AlignedMemory<float>(places);
        tiles.Span.Fill(HalfBits.FromSingle(rest));
        rows.Span.Fill(HalfBits.FromSingle(rest));
        scores.Span.Fill(rest);
        values.Select(HalfBits.FromSingle).ToArray().CopyTo(rows.Span);
        for (var p = 0; p < count; p++)
        {
            for (var i = 0; i < size; i++)
            {
                tiles.Span[(p / Attention.Tile * Attention.Tile * size) + (i * Attention.Tile) + (p % Attention.Tile)] = HalfBits.FromSingle(keys[(p * size) + i]);
            }
        }

        var output = new float[size];
        fixed (float* q = query, o = output)
        {
            HalfAttention.Score(q, tiles.Pointer, 0, Attention.Tiles(count), size, scores.Pointer);
            Attention.Weigh(scores.Pointer, 0, Attention.Tiles(count), Attention.Largest(scores.Pointer, 0, Attention.Tiles(count), count));
            HalfAttention.Mix(rows.Pointer, count, size, 0, size, scores.Pointer, Attention.Inverse(scores.Pointer, Attention.Tiles(count)), o);
        }

        return output;
    }
}
