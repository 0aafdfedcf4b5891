namespace LongWriter.Cli.Rendering;

/// <summary>Text of a model on a terminal: control characters, which could move the cursor or worse, become spaces.</summary>
internal static class Printable
{
    public static string Of(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
