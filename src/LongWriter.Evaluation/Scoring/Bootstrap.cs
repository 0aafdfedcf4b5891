namespace LongWriter.Evaluation.Scoring;

/// <summary>Percentile bootstrap of means over items (Efron and Tibshirani 1993, chapter 13): items are drawn with replacement, never their samples.</summary>
public static class Bootstrap
{
    /// <summary>Resamples for up to 250 items; fewer for more, down to 1,000.</summary>
    public const int Resamples = 4000;

    private const int Draws = 1_000_000;
    private const double Level = 0.95;

    /// <summary>The mean of some values with its 95% interval; null for none.</summary>
    /// <param name="values">One an item, in any order: the same values give the same interval.</param>
    /// <param name="seed">Of what is drawn.</param>
    public static Figure? Mean(IEnumerable<double> values, long seed)
    {
        // In one order, whatever order they came in: sums and draws are then the same to the last bit.
        double[] all = [.. values.Order()];
        return all.Length == 0 ? null : Of(all.Length, all.Length, seed, drawn =>
        {
            var sum = 0.0;
            foreach (var i in drawn)
            {
                sum += all[i];
            }

            return sum / drawn.Length;
        });
    }

    /// <summary>
    /// Half the sum of two means, the first over all items and the second over those that have a second value, with the 95% interval of items
    /// drawn whole; null where none has. Where one item alone has a second value there is no interval: that of the first values would pass for both.
    /// </summary>
    internal static Figure? HalfSum(IEnumerable<(double First, double? Second)> items, long seed)
    {
        (double First, double? Second)[] all = [.. items.Order()];
        var second = Array.ConvertAll(all, item => item.Second ?? 0);
        var has = Array.ConvertAll(all, item => item.Second is null ? 0 : 1);
        var known = has.Sum();
        return known == 0 ? null : Of(all.Length, known, seed, drawn =>
        {
            var (firsts, seconds, count) = (0.0, 0.0, 0);
            foreach (var i in drawn)
            {
                firsts += all[i].First;
                seconds += second[i];
                count += has[i];
            }

            return ((firsts / drawn.Length) + (seconds / count)) / 2;
        });
    }

    /// <param name="known">Items that have all values, 1 or more.</param>
    /// <param name="mean">Of the items with these indices; NaN where it cannot be told from them.</param>
    private static Figure Of(int items, int known, long seed, Func<int[], double> mean)
    {
        int[] drawn = [.. Enumerable.Range(0, items)];
        var all = mean(drawn);
        if (known == 1)
        {
            return new Figure(all, null, null, 1);
        }

        var state = (ulong)seed;
        var means = new double[Math.Clamp(Draws / items, 1000, Resamples)];
        for (var k = 0; k < means.Length;)
        {
            for (var i = 0; i < drawn.Length; i++)
            {
                drawn[i] = Next(ref state, items);
            }

            // A draw without any scored item has no mean: drawn again.
            means[k] = mean(drawn);
            k += double.IsNaN(means[k]) ? 0 : 1;
        }

        Array.Sort(means);
        return new Figure(all, Quantile(means, (1 - Level) / 2), Quantile(means, (1 + Level) / 2), known);
    }

    /// <summary>SplitMix64 (Steele et al. 2014), the upper half scaled to the range: a report takes some hundred million draws.</summary>
    private static int Next(ref ulong state, int below)
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        var z = unchecked((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return (int)(((z ^ (z >> 31)) >> 32) * (ulong)below >> 32);
    }

    /// <summary>Linear between the two nearest of sorted values.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        var at = share * (sorted.Length - 1);
        var below = (int)at;
        return below + 1 == sorted.Length ? sorted[below] : sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }
}
