namespace LongWriter.Evaluation.Judging.Agreements;

/// <summary>How far apart two scores are.</summary>
public enum Scale
{
    /// <summary>By their rank among all scores that were given.</summary>
    Ordinal,

    /// <summary>By the square of their difference.</summary>
    Interval,
}

/// <summary>
/// Krippendorff's alpha: 1 for agreement throughout, 0 for what chance gives, below 0 for less than that. Any number of raters, values
/// may be missing (K. Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011).
/// </summary>
public static class KrippendorffAlpha
{
    /// <param name="units">For each thing that was rated, the ratings it has, in any order; one alone says nothing of agreement and is passed over.</param>
    /// <returns>Null where fewer than two things have ratings to compare, or all ratings are the same: nothing tells agreement from chance then.</returns>
    public static double? Of(IEnumerable<IReadOnlyList<double>> units, Scale scale)
    {
        ArgumentNullException.ThrowIfNull(units);
        var pairable = units.Where(unit => unit.Count > 1).ToList();
        double[] values = [.. pairable.SelectMany(unit => unit).Distinct().Order()];
        if (pairable.Count < 2 || values.Length < 2)
        {
            return null;
        }

        // o(c, k): how often c and k met in a unit, each unit with the weight of its ratings; n(c), how often c was given.
        var coincidences = new double[values.Length, values.Length];
        foreach (var unit in pairable)
        {
            int[] at = [.. unit.Select(value => Array.BinarySearch(values, value))];
            for (var i = 0; i < at.Length; i++)
            {
                for (var j = 0; j < at.Length; j++)
                {
                    coincidences[at[i], at[j]] += i == j ? 0 : 1.0 / (at.Length - 1);
                }
            }
        }

        var given = new double[values.Length];
        for (var c = 0; c < values.Length; c++)
        {
            for (var k = 0; k < values.Length; k++)
            {
                given[c] += coincidences[c, k];
            }
        }

        var (observed, expected) = (0.0, 0.0);
        for (var c = 0; c < values.Length; c++)
        {
            for (var k = c + 1; k < values.Length; k++)
            {
                var distance = scale == Scale.Interval ? values[k] - values[c] : Ranks(given, c, k);
                observed += coincidences[c, k] * distance * distance;
                expected += given[c] * given[k] * distance * distance;
            }
        }

        return 1 - ((given.Sum() - 1) * observed / expected);
    }

    /// <summary>Ratings from the middle of c to the middle of k.</summary>
    private static double Ranks(double[] given, int c, int k) => given.AsSpan(c, k - c + 1).ToArray().Sum() - ((given[c] + given[k]) / 2);
}
