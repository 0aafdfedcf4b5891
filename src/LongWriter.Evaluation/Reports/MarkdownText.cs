using System.Text;

namespace LongWriter.Evaluation.Reports;

/// <summary>The sections as Markdown, without figures.</summary>
internal static class MarkdownText
{
    public static string Of(IReadOnlyList<ReportSection> sections)
    {
        var text = new StringBuilder("# LongWriter evaluation\n");
        foreach (var section in sections.Where(section => section.Tables.Any(table => table.Rows.Count > 0)))
        {
            text.Append("\n## ").Append(Safe(section.Title)).Append('\n');
            if (section.Note.Length > 0)
            {
                text.Append('\n').Append(Safe(section.Note)).Append('\n');
            }

            foreach (var table in section.Tables.Where(table => table.Rows.Count > 0))
            {
                Add(text, table);
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, ReportTable table)
    {
        text.Append(table.Title.Length > 0 ? $"\n### {Safe(table.Title)}\n\n" : "\n");
        Row(text, table.Heads);
        text.Append('|').AppendJoin("", table.Heads.Select((_, i) => i < table.Words ? "---|" : "--:|")).Append('\n');
        foreach (var row in table.Rows)
        {
            Row(text, row.Select(cell => cell.Fine.Length > 0 ? $"{cell.Text} ({cell.Fine})" : cell.Text));
        }
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) =>
        text.Append("| ").AppendJoin(" | ", cells.Select(Safe)).Append(" |\n");

    /// <summary>A cell stays a cell, and no mark-up comes from a name.</summary>
    private static string Safe(string cell)
    {
        var safe = new StringBuilder();
        foreach (var letter in OneLine.Of(cell))
        {
            _ = letter switch
            {
                '\\' or '|' or '`' or '*' or '[' or ']' or '#' => safe.Append('\\').Append(letter),
                '&' => safe.Append("&amp;"),
                '<' => safe.Append("&lt;"),
                _ => safe.Append(letter),
            };
        }

        return safe.ToString();
    }
}
