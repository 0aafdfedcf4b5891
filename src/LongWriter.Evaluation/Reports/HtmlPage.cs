using System.Globalization;

namespace LongWriter.Evaluation.Reports;

/// <summary>A report as one file that loads nothing and runs nothing. Texts of models and prompts are hostile: they are encoded, always.</summary>
internal sealed class HtmlPage(TextWriter html)
{
    private const string Title = "LongWriter evaluation";

    public void Write(IReadOnlyList<ReportedRun> runs, IReadOnlyList<ReportSection> sections, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        html.Write("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>");
        html.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\"/>");
        html.Write($"<title>{Title}</title><style>{PageStyle.Text}</style></head><body>\n<header><h1>{Title}</h1><p class=\"note\">{HtmlText.Line(Subtitle(runs))}</p>{HtmlText.Legend(runs.Select(run => run.Name))}<nav>");
        foreach (var (i, section) in sections.Index())
        {
            html.Write(string.Create(CultureInfo.InvariantCulture, $"<a href=\"#s{i}\">{HtmlText.Line(section.Title)}</a>"));
        }

        html.Write("<a href=\"#texts\">Texts</a></nav></header>\n<main>");
        foreach (var (i, section) in sections.Index())
        {
            Write(section, i);
        }

        new HtmlTexts(html).Write(runs, progress, cancellationToken);
        html.Write("</main></body></html>\n");
    }

    private static string Subtitle(IReadOnlyList<ReportedRun> runs)
    {
        var judges = runs.SelectMany(run => run.Judging?.Judges ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var suites = runs.Select(run => $"{run.Info.Suite}, {Cell.Of(run.Info.Items)} prompts").Distinct(StringComparer.Ordinal);
        return string.Join(" · ", [.. suites, judges.Count == 0 ? "judged by nobody" : $"judged by {string.Join(", ", judges)}"]);
    }

    private void Write(ReportSection section, int number)
    {
        html.Write(string.Create(CultureInfo.InvariantCulture, $"<section id=\"s{number}\"><h2>{HtmlText.Line(section.Title)}</h2>"));
        if (section.Note.Length > 0)
        {
            html.Write($"<p class=\"note\">{HtmlText.Line(section.Note)}</p>");
        }

        if (section.Figures.Count > 0)
        {
            html.Write("<div class=\"figures\">");
            foreach (var figure in section.Figures)
            {
                html.Write($"<figure><h3>{HtmlText.Line(figure.Title)}</h3>{figure.Drawing.ToElement(figure.Title)}{HtmlText.Legend(figure.Drawing.Series)}<figcaption>{HtmlText.Line(figure.Caption)}</figcaption></figure>\n");
            }

            html.Write("</div>");
        }

        foreach (var table in section.Tables.Where(table => table.Rows.Count > 0))
        {
            Write(table, section.Title);
        }

        html.Write("</section>\n");
    }

    private void Write(ReportTable table, string section)
    {
        // Wider than the screen, it is scrolled: by keys too, for which it can be reached and has a name.
        html.Write(table.Title.Length > 0 ? $"<h3>{HtmlText.Line(table.Title)}</h3>" : "");
        html.Write($"<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{HtmlText.Encode(table.Title.Length > 0 ? table.Title : section)}\"><table><thead><tr>");
        foreach (var (i, head) in table.Heads.Index())
        {
            html.Write(head.Length > 0 ? $"<th scope=\"col\"{Class(i)}>{HtmlText.Line(head)}</th>" : "<td></td>");
        }

        html.Write("</tr></thead><tbody>\n");
        foreach (var (number, row) in table.Rows.Index())
        {
            // What a row shares with the one above is there for those who hear the page, and not shown again.
            var again = table.Words > 1 && number > 0 && table.Rows[number - 1][0] == row[0];
            html.Write(again ? "<tr class=\"again\">" : "<tr>");
            foreach (var (i, cell) in row.Index())
            {
                html.Write($"<td{Class(i)}>{(i < table.Words ? $"<span>{HtmlText.Line(cell.Text)}</span>" : HtmlText.Line(cell.Text))}{(cell.Fine.Length > 0 ? $"<small>{HtmlText.Line(cell.Fine)}</small>" : "")}</td>");
            }

            html.Write("</tr>\n");
        }

        html.Write("</tbody></table></div>\n");

        string Class(int column) => column < table.Words ? "" : " class=\"n\"";
    }
}
