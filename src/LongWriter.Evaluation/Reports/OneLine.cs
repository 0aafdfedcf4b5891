using System.Globalization;

namespace LongWriter.Evaluation.Reports;

/// <summary>A name from a file, to stand in a sentence: it neither ends the line nor turns the direction of what stands around it.</summary>
internal static class OneLine
{
    public static string Of(string name) => name.Any(Acts) ? string.Concat(name.Select(c => Acts(c) ? '\uFFFD' : c)) : name;

    /// <summary>Controls, line and paragraph separators, and the marks that embed, override and isolate directions; not the joiners that scripts need.</summary>
    private static bool Acts(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
