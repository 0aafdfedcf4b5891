using System.Globalization;

namespace LongWriter.Evaluation.Reports;

/// <summary>A name, a reason, an instruction: it neither ends the line that it stands in nor turns the direction of what stands around it.</summary>
internal static class OneLine
{
    public static string Of(string text) => text.Any(Acts) ? string.Concat(text.ReplaceLineEndings(" ").Select(c => c == '\t' ? ' ' : Acts(c) ? '\uFFFD' : c)) : text;

    /// <summary>Controls, and the marks that embed, override and isolate directions; not the joiners that scripts need.</summary>
    private static bool Acts(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
