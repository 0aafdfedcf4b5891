using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Measures;

/// <summary>The sections of what was written: as the writer tells them, else by Markdown's headings.</summary>
internal static class SectionTexts
{
    /// <returns>Two or more, or none: a text of one piece has no sections to compare.</returns>
    public static IReadOnlyList<string> Of(Prediction prediction)
    {
        var text = prediction.Response;
        var starts = (prediction.Sections ?? Headings(text)).Where(start => start >= 0 && start < text.Length).Distinct().Order().ToList();
        return starts.Count < 2 ? [] : [.. starts.Select((start, i) => text[start..(i + 1 < starts.Count ? starts[i + 1] : text.Length)])];
    }

    /// <summary>The first line that says something, without Markdown's marks.</summary>
    public static string Heading(string section)
    {
        foreach (var line in section.AsSpan().EnumerateLines())
        {
            if (line.Trim("#*= \t") is { Length: > 0 } heading)
            {
                return heading.ToString();
            }
        }

        return "";
    }

    private static IEnumerable<int> Headings(string text)
    {
        for (var at = 0; at >= 0 && at < text.Length;)
        {
            if (text[at] == '#' && text.AsSpan(at).IndexOfAnyExcept('#') is > 0 and <= 6 and var level && text[at + level] == ' ')
            {
                yield return at;
            }

            at = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : -1;
        }
    }
}
