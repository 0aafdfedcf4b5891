using System.Globalization;
using System.Net;
using System.Text;

namespace LongWriter.Datasets.Statistics;

/// <summary>A report as a page on its own: no script, no font, nothing to load.</summary>
public static class StatisticsHtml
{
    private const string Style = "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ddd}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}td.b{width:60%}td.b div{background:#3b6ea5;height:.9rem}@media(prefers-color-scheme:dark){body{color:#ddd;background:#16181a}td,th{border-color:#333}}";

    public static string Of(StatisticsReport report, string name)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = Begin(name);
        Section(page, report, "");
        return page.Append("</html>\n").ToString();
    }

    /// <summary>A page of pairs: the better answers, then the worse ones.</summary>
    public static string Of(PairReport report, string name)
    {
        ArgumentNullException.ThrowIfNull(report);
        var page = Begin(name);
        Table(page, "The pairs",
        [
            ("pairs", Number(report.Rows)),
            ("rows that cannot be used", Number(report.BadRows)),
            ("pairs whose better answer is the longer one", Number(report.LongerChosen)),
        ]);
        Section(page, report.Chosen, "Chosen · ");
        Section(page, report.Rejected, "Rejected · ");
        return page.Append("</html>\n").ToString();
    }

    private static StringBuilder Begin(string name) =>
        new StringBuilder().Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>{WebUtility.HtmlEncode(name)}</title><style>{Style}</style>\n<h1>{WebUtility.HtmlEncode(name)}</h1>\n");

    private static void Section(StringBuilder page, StatisticsReport report, string side)
    {
        Table(page, $"{side}The rows",
        [
            ("rows", Number(report.Rows)),
            ("rows that cannot be used", Number(report.BadRows)),
            ("words of all answers", Number(report.TotalWords)),
            ("words of an answer, mean", report.MeanWords.ToString("N0", CultureInfo.InvariantCulture)),
            .. report.Quantiles.OrderBy(pair => pair.Key).Select(pair => ($"words of an answer, {StatisticsText.Share(pair.Key)}", Number(pair.Value))),
            ("instructions that state one length", Number(report.StatedLengths)),
            ("their mean S_l", report.MeanLengthScore?.ToString("F1", CultureInfo.InvariantCulture) ?? "–"),
            ("duplicate rows", Number(report.Duplicates)),
            ("repeated instructions", Number(report.RepeatedInstructions)),
            ("sentences that stood before in their text", (100 * report.MeanRepetition).ToString("F1", CultureInfo.InvariantCulture) + "%"),
            ("rows where they are above 20%", Number(report.Looping)),
        ]);
        Bars(page, $"{side}Words of the answers", report.Lengths.Select(bucket => (StatisticsText.Range(bucket), bucket.Rows)));
        Bars(page, $"{side}Languages", report.Languages.Select(pair => (pair.Key, pair.Value)));
        Bars(page, $"{side}Types", report.Types.Select(pair => (StatisticsText.Named(pair.Key), pair.Value)));
    }

    private static void Table(StringBuilder page, string heading, IEnumerable<(string Name, string Value)> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{heading}</h2>\n<table>\n");
        foreach (var (name, value) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}<td class=\"n\">{value}\n");
        }

        page.Append("</table>\n");
    }

    private static void Bars(StringBuilder page, string heading, IEnumerable<(string Name, long Rows)> counts)
    {
        var rows = counts.ToList();
        var most = rows.Select(row => row.Rows).DefaultIfEmpty(0).Max();
        page.Append(CultureInfo.InvariantCulture, $"<h2>{heading}</h2>\n<table>\n");
        foreach (var (name, count) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(name)}<td class=\"n\">{Number(count)}<td class=\"b\"><div style=\"width:{100.0 * count / most:F1}%\"></div>\n");
        }

        page.Append("</table>\n");
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
