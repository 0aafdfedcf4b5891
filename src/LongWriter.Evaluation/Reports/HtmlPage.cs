using System.Globalization;
using System.Text;

namespace LongWriter.Evaluation.Reports;

/// <summary>A report as one file that loads nothing and runs nothing. Texts of models and prompts are hostile: they are encoded, always.</summary>
internal static class HtmlPage
{
    private const string Title = "LongWriter evaluation";

    public static string Of(IReadOnlyList<ReportedRun> runs, IReadOnlyList<ReportSection> sections)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>")
            .Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>")
            .Append("<title>").Append(Title).Append("</title><style>").Append(PageStyle.Text).Append("</style></head><body>\n<header><h1>").Append(Title).Append("</h1><p class=\"note\">")
            .Append(HtmlText.Encode(Subtitle(runs))).Append("</p>").Append(Legend(runs.Select(run => run.Name)))
            .Append("<nav>").AppendJoin("", sections.Select((section, i) => $"<a href=\"#s{i}\">{HtmlText.Encode(section.Title)}</a>")).Append("<a href=\"#texts\">Texts</a></nav></header>\n");
        foreach (var (i, section) in sections.Index())
        {
            Add(html, section, i);
        }

        Texts(html, runs);
        return html.Append("</body></html>\n").ToString();
    }

    private static string Subtitle(IReadOnlyList<ReportedRun> runs)
    {
        var judges = runs.SelectMany(run => run.Judging?.Judges ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var suites = runs.Select(run => $"{run.Info.Suite}, {Cell.Of(run.Info.Items)} prompts").Distinct(StringComparer.Ordinal);
        return string.Join(" · ", [.. suites, judges.Count == 0 ? "not judged" : $"judged by {string.Join(", ", judges)}"]);
    }

    private static void Add(StringBuilder html, ReportSection section, int number)
    {
        html.Append(CultureInfo.InvariantCulture, $"<section id=\"s{number}\"><h2>{HtmlText.Symbols(section.Title)}</h2>");
        if (section.Note.Length > 0)
        {
            html.Append("<p class=\"note\">").Append(HtmlText.Symbols(section.Note)).Append("</p>");
        }

        if (section.Figures.Count > 0)
        {
            html.Append("<div class=\"figures\">");
            foreach (var figure in section.Figures)
            {
                html.Append("<figure><h3>").Append(HtmlText.Encode(figure.Title)).Append("</h3>").Append(figure.Drawing.ToElement(figure.Title))
                    .Append(Legend(figure.Drawing.Series)).Append("<figcaption>").Append(HtmlText.Encode(figure.Caption)).Append("</figcaption></figure>\n");
            }

            html.Append("</div>");
        }

        foreach (var table in section.Tables.Where(table => table.Rows.Count > 0))
        {
            Add(html, table);
        }

        html.Append("</section>\n");
    }

    private static void Add(StringBuilder html, ReportTable table)
    {
        html.Append(table.Title.Length > 0 ? $"<h3>{HtmlText.Symbols(table.Title)}</h3>" : "").Append("<div class=\"wide\"><table><thead><tr>")
            .AppendJoin("", table.Heads.Select((head, i) => $"<th scope=\"col\"{Class(i)}>{HtmlText.Symbols(head)}</th>")).Append("</tr></thead><tbody>\n");
        foreach (var (number, row) in table.Rows.Index())
        {
            // What a row shares with the one above is there for those who hear the page, and not shown again.
            var again = table.Words > 1 && number > 0 && table.Rows[number - 1][0] == row[0];
            html.Append(again ? "<tr class=\"again\">" : "<tr>").AppendJoin("", row.Select((cell, i) =>
                $"<td{Class(i)}>{(i < table.Words ? $"<span>{HtmlText.Symbols(cell.Text)}</span>" : HtmlText.Encode(cell.Text))}{(cell.Fine.Length > 0 ? $"<small>{HtmlText.Symbols(cell.Fine)}</small>" : "")}</td>")).Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");

        string Class(int column) => column < table.Words ? "" : " class=\"n\"";
    }

    /// <summary>Names beside the colours and shapes they have in figures.</summary>
    private static string Legend(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? "" : $"<p class=\"legend\">{string.Concat(all.Select((name, i) => $"<span><i class=\"c{i % 6}\">{"●■▲◆▼○"[i % 6]}</i>{HtmlText.Encode(name)}</span>"))}</p>";
    }

    private static void Texts(StringBuilder html, IReadOnlyList<ReportedRun> runs)
    {
        html.Append("<section id=\"texts\"><h2>Texts</h2><p class=\"note\">Every prompt with what was written for it, as it came.</p>\n");
        var prompts = runs.SelectMany((run, i) => run.Texts.Select(text => (Run: i, Text: text)))
            .GroupBy(one => (one.Text.Prompt, one.Text.Length));
        foreach (var prompt in prompts)
        {
            html.Append("<details><summary><span dir=\"auto\">").Append(HtmlText.Encode(prompt.Key.Prompt)).Append("</span><small>")
                .Append(HtmlText.Encode($"{prompt.First().Text.Type}, {Cell.Of(prompt.Key.Length)} words asked for")).Append("</small></summary><div class=\"texts\">");
            foreach (var (run, text) in prompt.OrderBy(one => one.Run).ThenBy(one => one.Text.Sample))
            {
                var name = runs[run].Info.Samples > 1 ? string.Create(CultureInfo.InvariantCulture, $"{runs[run].Name}, sample {text.Sample + 1}") : runs[run].Name;
                html.Append(CultureInfo.InvariantCulture, $"<article><h3><i class=\"c{run % 6}\">{"●■▲◆▼○"[run % 6]}</i>{HtmlText.Encode(name)}<small>{Cell.Of(text.ResponseLength)} words{HtmlText.Encode(text.FinishReason is null ? "" : $", ended by {text.FinishReason}")}</small></h3><div class=\"text\" dir=\"auto\">")
                    .Append(text.Response.Length == 0 ? "<em>Nothing was written.</em>" : HtmlText.Encode(text.Response)).Append("</div></article>");
            }

            html.Append("</div></details>\n");
        }

        html.Append("</section>\n");
    }
}
