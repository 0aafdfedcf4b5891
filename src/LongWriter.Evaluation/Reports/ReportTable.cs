using System.Globalization;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Reports;

/// <summary>A part of a report, the same in every format.</summary>
internal sealed record ReportSection(string Title, string Note, IReadOnlyList<ReportTable> Tables, IReadOnlyList<ReportFigure> Figures)
{
    public bool IsEmpty => Tables.All(table => table.Rows.Count == 0) && Figures.Count == 0;
}

/// <summary>A table of plain text.</summary>
/// <param name="Title">What it is of; empty where the section says so.</param>
/// <param name="Words">Leading columns that hold words; the others hold numbers.</param>
internal sealed record ReportTable(string Title, int Words, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>A figure with what it shows.</summary>
internal sealed record ReportFigure(string Title, string Caption, Figures.Drawing Drawing);

/// <summary>A cell.</summary>
/// <param name="Text">Its number or words.</param>
/// <param name="Fine">What is told with it in a smaller hand: an interval, a reason.</param>
internal readonly record struct Cell(string Text, string Fine = "")
{
    public static implicit operator Cell(string text) => new(text);

    /// <summary>Where there is no number, a word why: never another number.</summary>
    public static Cell Blank(string why) => new("–", why);

    /// <summary>A mean with its 95% interval.</summary>
    public static Cell Of(Figure? figure, string blank, double scale = 1, string unit = "") => figure switch
    {
        null => Blank(blank),
        { Low: { } low, High: { } high } => new Cell(Number(figure.Mean * scale) + unit, $"{Number(low * scale)} – {Number(high * scale)}"),
        _ => new Cell(Number(figure.Mean * scale) + unit, figure.Items == 1 ? "one prompt" : ""),
    };

    public static string Of(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("F1", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Share(double share) => Number(share * 100) + "%";

    public static string Of(int part, int whole) => whole == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{part:N0} of {whole:N0}");
}
