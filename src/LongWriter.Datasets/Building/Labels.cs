using System.Text.RegularExpressions;

namespace LongWriter.Datasets.Building;

/// <summary>Takes the plan's labels off a text: "Paragraph 3:", "第三段", the whole plan line where a model said it. They belong to the method, not to the text.</summary>
internal static partial class Labels
{
    /// <param name="count">Labels taken off.</param>
    public static string Strip(string text, out int count)
    {
        var found = 0;
        var stripped = Label().Replace(text, _ =>
        {
            found++;
            return "";
        });
        count = found;
        return found == 0 ? text : Gaps().Replace(stripped, "\n\n").Trim();
    }

    // A whole plan line; a label that is a line of its own; or one with a mark before the text that it labels.
    [GeneratedRegex(@"^[^\S\n]*[#*>\[(（【-]*[^\S\n]*[*\[(（【]*(?:Paragraph\s*\d{1,4}|段落\s*\d{1,4}|第\s*(?:\d{1,4}|[一二三四五六七八九十]{1,4})\s*段)(?:[^\n]*(?:Word\s*Count|字数)\s*[:：][^\n]*|[\])）】*_]*\s*[:：.\-–—]+[*_]*[^\S\n]*(?:(?:Main\s*Points?|要点)\s*[:：]\s*)?|[\])）】*_]*[^\S\n]*$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex(@"\n[^\S\n]*\n\s*\n", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Gaps();
}
