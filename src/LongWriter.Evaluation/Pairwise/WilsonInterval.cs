using System.Globalization;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>Wilson's score interval of a proportion (E. B. Wilson, 1927), 95%: sound for few trials and near 0 and 1.</summary>
/// <param name="Low">0 to 1.</param>
/// <param name="High">0 to 1.</param>
public sealed record WilsonInterval(double Low, double High)
{
    /// <summary>The 97.5% point of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <param name="successes">0 to <paramref name="trials"/>; a tie counts as a half.</param>
    /// <param name="trials">With none, the interval is all from 0 to 1.</param>
    public static WilsonInterval Of(double successes, int trials)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trials);
        if (!(successes >= 0 && successes <= trials))
        {
            throw new ArgumentOutOfRangeException(nameof(successes), successes, $"of {trials} trials");
        }

        if (trials == 0)
        {
            return new WilsonInterval(0, 1);
        }

        var p = successes / trials;
        var scale = 1 + (Z * Z / trials);
        var middle = (p + (Z * Z / (2 * trials))) / scale;
        var half = Z / scale * Math.Sqrt((p * (1 - p) / trials) + (Z * Z / (4.0 * trials * trials)));
        return new WilsonInterval(Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>A rate with this interval as reports print it: 78.3% (75.0–81.2); – where there is none.</summary>
    /// <param name="rate">0 to 1, or null.</param>
    public string Around(double? rate) =>
        rate is { } known ? string.Create(CultureInfo.InvariantCulture, $"{100 * known:0.0}% ({100 * Low:0.0}–{100 * High:0.0})") : "–";
}
