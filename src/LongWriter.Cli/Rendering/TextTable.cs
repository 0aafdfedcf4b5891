using System.Text;
using Spectre.Console;
using Line = Spectre.Console.Text;

namespace LongWriter.Cli.Rendering;

/// <summary>A table: drawn on a terminal, columns two spaces apart elsewhere. The first column stands left, the others right.</summary>
internal sealed class TextTable(string title, params string[] headers)
{
    private readonly List<string[]> _rows = [];

    /// <summary>The first column's texts may come from models or files.</summary>
    public void Add(params string[] row) => _rows.Add([.. row.Select(Printable.Of)]);

    public void WriteTo(TextWriter output)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        if (Surroundings.IsTerminal(output))
        {
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }).Write(Drawn());
        }
        else
        {
            output.Write(Lines());
        }

        output.WriteLine();
    }

    private Table Drawn()
    {
        var table = new Table().SimpleBorder();
        foreach (var (i, header) in new[] { title }.Concat(headers).Index())
        {
            var column = new TableColumn(new Line(header, new Style(decoration: Decoration.Bold)));
            table.AddColumn(i == 0 ? column : column.RightAligned().NoWrap());
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => new Line(cell)));
        }

        return table;
    }

    private string Lines()
    {
        string[][] rows = [[title, .. headers], .. _rows];
        int[] widths = [.. Enumerable.Range(0, headers.Length + 1).Select(column => rows.Max(row => Width(row[column])))];
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var cells = row.Select((cell, i) => i == 0 ? cell + Gap(cell, widths[i]) : Gap(cell, widths[i]) + cell);
            text.AppendLine(string.Join("  ", cells).TrimEnd());
        }

        return text.ToString();
    }

    private static string Gap(string cell, int width) => new(' ', width - Width(cell));

    /// <summary>Cells of a terminal: two for a Chinese character, none for the bar over S̄.</summary>
    private static int Width(string text) => new Line(text).Length;
}
