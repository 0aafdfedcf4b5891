using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    public void Temperature_zero_takes_the_likeliest_token(float temperature)
    {
        var random = new Random(1);
        var sampler = new Sampler(new SamplingOptions(temperature, 0.5f, 0.5f, 3));
        for (var run = 0; run < 200; run++)
        {
            var logits = random.NextNormals(random.Next(1, 300), 4);
            Assert.Equal(Array.IndexOf(logits, logits.Max()), sampler.Next(logits));
        }
    }

    [Fact]
    public void Of_equally_likely_tokens_temperature_zero_takes_the_first()
    {
        var sampler = new Sampler(new SamplingOptions(0, 1, 0, 0));
        Assert.Equal(2, sampler.Next([1, -3, 7, 0, 7, 7]));
        Assert.Equal(0, sampler.Next([0f, -0f, 0f]));
        Assert.Equal(1, sampler.Next([float.NegativeInfinity, -9, float.NegativeInfinity]));
    }

    [Fact]
    public void The_same_seed_draws_the_same_tokens_and_another_seed_others()
    {
        var logits = new Random(2).NextNormals(500);
        int[] Draws(long seed) => Draw(logits, new SamplingOptions(1, 1, 0, seed), 100);
        Assert.Equal(Draws(7), Draws(7));
        Assert.Equal(Draws(-7), Draws(-7));
        Assert.Equal(6, ((long[])[0, 1, 7, -7, long.MaxValue, long.MinValue]).Select(seed => string.Join(' ', Draws(seed))).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Draws_follow_the_published_stream_of_splitmix64()
    {
        // First outputs for the seed 1234567, as published with the algorithm; equal logits turn each into its share of the range.
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(published.Select(value => (int)(value / Math.Pow(2, 64) * 1000)), Draw(new float[1000], new SamplingOptions(1, 1, 0, 1234567), 5));
    }

    [Fact]
    public void Warmth_multiplies_the_temperature_of_one_draw()
    {
        float[] logits = [1, 0.5f, 0.2f, -0.3f];
        var warmed = new Sampler(new SamplingOptions(0.8f, 1, 0, 7));
        var warm = new Sampler(new SamplingOptions(1.6f, 1, 0, 7));
        var cool = new Sampler(new SamplingOptions(0.8f, 1, 0, 7));
        for (var i = 0; i < 200; i++)
        {
            var (expected, other) = (warm.Next(logits), cool.Next(logits));
            Assert.Equal(i % 2 == 0 ? expected : other, warmed.Next(logits, i % 2 == 0 ? 2 : 1));
        }
    }

    [Fact]
    public void A_token_takes_one_number_of_the_stream_at_any_temperature()
    {
        var logits = new Random(3).NextNormals(50);
        var all = Draw(logits, new SamplingOptions(1, 1, 0, 5), 10);
        var sampler = new Sampler(new SamplingOptions(1, 1, 0, 5));
        sampler.Next([1]);
        sampler.Next([5, 1, 2]);
        Assert.Equal(all[2..], Enumerable.Range(0, 8).Select(_ => sampler.Next(logits)));
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(0.6f)]
    [InlineData(1.7f)]
    public void Frequencies_of_20000_draws_are_near_the_softmax(float temperature)
    {
        const int Draws = 20_000;
        float[] logits = [0.3f, 2, -1, 1.2f, -4, 0.9f, 2, -0.5f, 1.8f, 0];
        double[] weights = [.. logits.Select(logit => Math.Exp(logit / temperature))];
        var counts = new int[logits.Length];
        foreach (var id in Draw(logits, new SamplingOptions(temperature, 1, 0, 99), Draws))
        {
            counts[id]++;
        }

        Assert.All(counts.Index(), entry =>
        {
            var share = weights[entry.Index] / weights.Sum();
            Assert.Equal(share, entry.Item / (double)Draws, 4 * Math.Sqrt(share * (1 - share) / Draws));
        });
    }

    [Theory]
    [InlineData(1f, 0f, 1f)]
    [InlineData(1f, 0.05f, 0.8f)]
    [InlineData(1f, 0.5f, 2f)]
    [InlineData(0.9f, 0f, 1f)]
    [InlineData(0.5f, 0f, 1.5f)]
    [InlineData(0.1f, 0f, 0.5f)]
    [InlineData(0.9f, 0.1f, 1f)]
    [InlineData(0.6f, 0.02f, 1.3f)]
    public void Top_p_and_min_p_keep_what_the_reference_keeps_and_draw_it_in_its_proportions(float topP, float minP, float temperature)
    {
        const int Draws = 4000;
        for (var seed = 0; seed < 5; seed++)
        {
            var logits = new Random(seed).NextNormals(30, 2);
            var kept = Reference(logits, new SamplingOptions(temperature, topP, minP, seed));
            var counts = Draw(logits, new SamplingOptions(temperature, topP, minP, seed), Draws).CountBy(id => id).ToDictionary();
            Assert.Empty(counts.Keys.Except(kept.Keys));
            foreach (var (id, share) in kept)
            {
                var expected = share * Draws;
                Assert.Equal(expected, counts.GetValueOrDefault(id), (4.5 * Math.Sqrt(expected)) + 4);
            }
        }
    }

    [Fact]
    public void The_extremes_of_top_p_and_min_p_leave_the_likeliest_token_alone()
    {
        var logits = new Random(6).NextNormals(100);
        var best = Array.IndexOf(logits, logits.Max());
        Assert.All(Draw(logits, new SamplingOptions(1, 0, 0, 1), 200), id => Assert.Equal(best, id));
        Assert.All(Draw(logits, new SamplingOptions(1, 1, 1, 1), 200), id => Assert.Equal(best, id));
        Assert.True(Draw(logits, new SamplingOptions(1, 1, 0, 1), 200).Distinct().Count() > 30);
    }

    [Fact]
    public void Top_p_keeps_the_token_that_reaches_the_sum_and_the_lower_id_of_equals()
    {
        // Four tokens with a quarter each: half of the mass is the first two, a little more takes a third.
        float[] logits = [0, -50, 0, 0, -50, 0];
        Assert.Equal([0, 2], Draw(logits, new SamplingOptions(1, 0.5f, 0, 4), 300).Distinct().Order());
        Assert.Equal([0, 2, 3], Draw(logits, new SamplingOptions(1, 0.51f, 0, 4), 300).Distinct().Order());
    }

    [Fact]
    public void Draws_do_not_depend_on_where_equal_logits_stand()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            float[] logits = [.. Enumerable.Range(0, 60).Select(_ => random.Next(4) * 0.5f)];
            var shuffled = logits.ToArray();
            random.Shuffle(shuffled);
            var options = new SamplingOptions(0.9f, 0.95f, 0.05f, run);
            Assert.Equal(Draw(logits, options, 20).Select(id => logits[id]), Draw(shuffled, options, 20).Select(id => shuffled[id]));
        }
    }

    [Fact]
    public void Equal_logits_are_ordered_by_id_however_many_there_are()
    {
        // With one number of the stream for each token, the share of the range says which of the equals is drawn.
        var options = new SamplingOptions(1, 1, 0, 8);
        var of5 = Draw(new float[5], options, 50);
        var of5000 = Draw(new float[5000], options, 50);
        Assert.Equal(of5, of5000.Select(id => id / 1000));
    }

    [Fact]
    public void Tokens_that_are_impossible_are_never_drawn()
    {
        var logits = new Random(9).NextNormals(40);
        for (var id = 0; id < 40; id += 2)
        {
            logits[id] = float.NegativeInfinity;
        }

        Assert.All(Draw(logits, new SamplingOptions(2, 1, 0, 1), 500), id => Assert.Equal(1, id % 2));
    }

    [Fact]
    public void Logits_that_are_no_numbers_are_an_error_at_any_temperature()
    {
        Assert.Throws<ArithmeticException>(() => new Sampler(new SamplingOptions(0, 1, 0, 1)).Next([float.NaN, float.NaN]));
        Assert.Throws<ArithmeticException>(() => new Sampler(new SamplingOptions(1, 1, 0, 1)).Next([float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Throws<ArithmeticException>(() => new Sampler(new SamplingOptions(1, 1, 0, 1)).Next([1, float.PositiveInfinity]));
    }

    [Theory]
    [InlineData(float.NaN, 1f, 0f)]
    [InlineData(float.PositiveInfinity, 1f, 0f)]
    [InlineData(1f, 1.5f, 0f)]
    [InlineData(1f, -0.1f, 0f)]
    [InlineData(1f, 1f, 1.01f)]
    [InlineData(1f, 1f, float.NaN)]
    public void Options_outside_their_range_are_refused(float temperature, float topP, float minP) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new SamplingOptions(temperature, topP, minP, 1));

    private static int[] Draw(float[] logits, SamplingOptions options, int count)
    {
        var sampler = new Sampler(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(logits))];
    }

    /// <summary>Tokens that may be drawn and their shares: softmax, then min-p, then top-p of what is left, written plainly.</summary>
    private static Dictionary<int, double> Reference(float[] logits, SamplingOptions options)
    {
        double[] weights = [.. logits.Select(logit => Math.Exp((logit - logits.Max()) / (double)options.Temperature))];
        int[] order = [.. Enumerable.Range(0, logits.Length).Where(id => weights[id] >= options.MinP).OrderByDescending(id => weights[id]).ThenBy(id => id)];
        var total = order.Sum(id => weights[id]);
        List<int> kept = [];
        double sum = 0;
        foreach (var id in order)
        {
            kept.Add(id);
            sum += weights[id];
            if (sum >= options.TopP * total)
            {
                break;
            }
        }

        return kept.ToDictionary(id => id, id => weights[id] / sum);
    }

    [Fact]
    public void Surprise_is_the_negative_log_softmax()
    {
        float[] logits = [1, 2, 3, float.NegativeInfinity, -40];
        var total = Math.Exp(1) + Math.Exp(2) + Math.Exp(3);
        for (var token = 0; token < 3; token++)
        {
            Assert.Equal(Math.Log(total) - logits[token], Sampler.Surprise(logits, token), 1e-5);
        }
    }
}
