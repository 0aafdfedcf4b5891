namespace LongWriter.Evaluation.Comparing;

/// <summary>Wilcoxon's signed-rank test of paired differences, two-sided.</summary>
public static class PairedTest
{
    /// <summary>Up to that many differences other than 0 the distribution is counted out; beyond, it is taken for normal.</summary>
    public const int MostExact = 200;

    /// <summary>How probable ranks as uneven as these are where neither side is better.</summary>
    /// <param name="differences">One an item; zeros are dropped, equal sizes share their mean rank.</param>
    /// <returns>0 to 1; 1 where no difference is other than 0.</returns>
    public static double PValue(IEnumerable<double> differences)
    {
        double[] other = [.. differences.Where(difference => difference != 0).OrderBy(Math.Abs)];
        if (other.Length == 0)
        {
            return 1;
        }

        // Twice the ranks: the mean of two neighbours is then a whole number.
        var ranks = new int[other.Length];
        for (var i = 0; i < other.Length;)
        {
            var end = i + 1;
            while (end < other.Length && IsAsLarge(other[i], other[end]))
            {
                end++;
            }

            ranks.AsSpan(i..end).Fill(i + 1 + end);
            i = end;
        }

        var positive = 0;
        for (var i = 0; i < other.Length; i++)
        {
            positive += other[i] > 0 ? ranks[i] : 0;
        }

        return other.Length <= MostExact ? Exact(ranks, positive) : Normal(ranks, positive);
    }

    /// <summary>Equal but for the rounding of scores that were computed along different ways.</summary>
    private static bool IsAsLarge(double left, double right) => Math.Abs(Math.Abs(left) - Math.Abs(right)) < 1e-9;

    /// <summary>Over all 2^n ways to give the ranks their signs, given these ties.</summary>
    private static double Exact(int[] ranks, int positive)
    {
        var total = ranks.Sum();
        var ways = new double[total + 1];
        ways[0] = 1;
        var reached = 0;
        foreach (var rank in ranks)
        {
            reached += rank;
            for (var sum = reached; sum >= 0; sum--)
            {
                ways[sum] = (ways[sum] + (sum >= rank ? ways[sum - rank] : 0)) / 2;
            }
        }

        var tail = Math.Min(positive, total - positive);
        return Math.Min(1, 2 * ways.AsSpan(0, tail + 1).ToArray().Sum());
    }

    private static double Normal(int[] ranks, int positive)
    {
        // Ranks are doubled, and so are the mean and the deviation; ties are in the ranks' squares. One half, doubled, is the continuity correction.
        var mean = ranks.Sum(rank => (double)rank) / 2;
        var deviation = Math.Sqrt(ranks.Sum(rank => (double)rank * rank) / 4);
        var z = Math.Max(0, Math.Abs(positive - mean) - 1) / deviation;
        return Math.Min(1, Complement(z / Math.Sqrt(2)));
    }

    /// <summary>The complementary error function for 0 and more: a continued fraction in the tail, its series before; good to 1e-12.</summary>
    private static double Complement(double x)
    {
        if (x > 3)
        {
            var fraction = 0.0;
            for (var k = 60; k >= 1; k--)
            {
                fraction = k / 2.0 / (x + fraction);
            }

            return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / (x + fraction);
        }

        var (term, sum) = (x, x);
        for (var k = 1; k < 200; k++)
        {
            term *= -x * x / k;
            sum += term / ((2 * k) + 1);
        }

        return 1 - (2 / Math.Sqrt(Math.PI) * sum);
    }
}
