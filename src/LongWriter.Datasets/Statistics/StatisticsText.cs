using System.Globalization;
using System.Text;

namespace LongWriter.Datasets.Statistics;

/// <summary>A report as plain text for a terminal.</summary>
public static class StatisticsText
{
    private const int BarWidth = 40;

    public static string Of(StatisticsReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Line($"rows            {report.Rows:N0}{Unusable(report.BadRows)}");
        Line($"words           {report.TotalWords:N0}, {report.MeanWords:N0} a row");
        if (report.Rows > 0)
        {
            Line($"words a row     {string.Join("  ", report.Quantiles.OrderBy(pair => pair.Key).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Share(pair.Key)} {pair.Value:N0}")))}");
        }

        Line($"stated lengths  {report.StatedLengths:N0}{(report.MeanLengthScore is { } score ? string.Create(CultureInfo.InvariantCulture, $", mean S_l {score:F1}") : "")}");
        Line($"languages       {Counts(report.Languages)}");
        Line($"types           {Counts(report.Types)}");
        Line($"duplicates      {report.Duplicates:N0} rows, {report.RepeatedInstructions:N0} instructions");
        Line($"repetition      {100 * report.MeanRepetition:F1}% of sentences, {report.Looping:N0} rows above 20%");
        var most = report.Lengths.Select(bucket => bucket.Rows).DefaultIfEmpty(0).Max();
        foreach (var bucket in report.Lengths)
        {
            Line($"{Range(bucket),15} {bucket.Rows,9:N0}  {new string('#', (int)Math.Ceiling((double)BarWidth * bucket.Rows / most))}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
    }

    /// <summary>A report of pairs: of both sides apart, under what concerns the pairs.</summary>
    public static string Of(PairReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return string.Create(CultureInfo.InvariantCulture, $"pairs           {report.Rows:N0}{Unusable(report.BadRows)}\nlonger chosen   {report.LongerChosen:N0}{(report.Rows > 0 ? $" ({100.0 * report.LongerChosen / report.Rows:F0}%)" : "")}\n")
            + $"\nchosen\n{Of(report.Chosen)}\nrejected\n{Of(report.Rejected)}";
    }

    internal static string Range(LengthBucket bucket) => bucket.To is { } to ? string.Create(CultureInfo.InvariantCulture, $"{bucket.From:N0}–{to - 1:N0}") : string.Create(CultureInfo.InvariantCulture, $"{bucket.From:N0}+");

    internal static string Share(double share) => share switch
    {
        0 => "least",
        1 => "most",
        _ => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F0}%"),
    };

    internal static string Named(string name) => name.Length == 0 ? "not known" : name;

    private static string Unusable(long rows) => rows > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {rows:N0} that cannot be used (longwriter data check says why)") : "";

    private static string Counts(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "none" : string.Join(", ", counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{Named(pair.Key)} {pair.Value:N0}")));
}
