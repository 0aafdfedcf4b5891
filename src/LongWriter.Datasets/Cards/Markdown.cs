using System.Globalization;
using System.Text;

namespace LongWriter.Datasets.Cards;

/// <summary>A page of Markdown: headings, paragraphs, tables.</summary>
internal sealed class Markdown
{
    private readonly StringBuilder _text = new();

    public Markdown Heading(int level, string text) => Block($"{new string('#', level)} {text}");

    public Markdown Paragraph(FormattableString text) => Block(text.ToString(CultureInfo.InvariantCulture));

    public Markdown Block(string text)
    {
        _text.Append(_text.Length == 0 ? "" : "\n").Append(text).Append('\n');
        return this;
    }

    /// <param name="cells">Rows of cells, the first the headings.</param>
    public Markdown Table(IEnumerable<IReadOnlyList<object>> cells)
    {
        var rows = cells.ToList();
        return Block(string.Join('\n', rows.Select((row, i) => Row(row) + (i == 0 ? "\n|" + string.Concat(Enumerable.Repeat(" --- |", row.Count)) : ""))));
    }

    public override string ToString() => _text.ToString();

    private static string Row(IReadOnlyList<object> cells) => "| " + string.Join(" | ", cells.Select(cell => Cell(cell))) + " |";

    /// <summary>Names come from files: a bar or a line end in one stays in its cell.</summary>
    private static string Cell(object cell) => cell switch
    {
        long or int => string.Create(CultureInfo.InvariantCulture, $"{cell:N0}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{cell}").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal),
    };
}
