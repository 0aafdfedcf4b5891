using LongWriter.Text;

namespace LongWriter.Evaluation.Judging;

/// <summary>Cuts a text that is too long for a judge into parts of about one size, at the ends of sections, else of paragraphs, else of sentences.</summary>
internal static class TextParts
{
    /// <summary>A part may be so much longer than an even share: room to find an end in.</summary>
    private const double Slack = 1.25;

    /// <summary>A heading's, or a part's first line's, characters in an overview.</summary>
    private const int LongestLine = 80;

    /// <param name="room">Tokens of a part at most, 1 or more.</param>
    /// <returns>The parts in order: together they are the text.</returns>
    public static IReadOnlyList<string> Split(string text, int room, Func<string, int> count)
    {
        var parts = new List<string>();
        var left = text;
        while (count(left) is var tokens && tokens > room)
        {
            // The share is reckoned anew for every part, so that the last is no crumb.
            var share = (int)Math.Min(room, Math.Ceiling(tokens / Math.Ceiling((double)tokens / room)) * Slack);
            var length = Fitting(left, Math.Max(1, share), count);
            var end = End(left.AsSpan(0, length));
            parts.Add(left[..end]);
            left = left[end..];
        }

        parts.Add(left);
        return parts;
    }

    /// <summary>What the judge of a part is told of the whole.</summary>
    /// <param name="part">Which one it is shown, from 0.</param>
    /// <param name="room">Tokens that its lines may take.</param>
    public static string Overview(IReadOnlyList<string> parts, int part, string mark, int room, Func<string, int> count)
    {
        var lines = parts.SelectMany((text, i) => Headings(text).Select(heading => $"part {i + 1}: {heading}")).ToList();
        if (lines.Count < parts.Count)
        {
            lines = [.. parts.Select((text, i) => $"part {i + 1} begins: {Line(text.TrimStart())}")];
        }

        // Evenly from the whole: a book has more headings than a judge needs.
        var step = 1;
        string Shown() => string.Join('\n', lines.Where((_, i) => i % step == 0));
        while (step < lines.Count && count(Shown()) > room)
        {
            step++;
        }

        return $"""

            The writing is too long to be shown at once. You see part {part + 1} of {parts.Count}. Judge this part as what it is in the whole: that it begins or ends in the middle is no fault. This is in the parts:
            <overview {mark}>
            {Shown()}
            </overview {mark}>

            """.ReplaceLineEndings("\n");
    }

    private static IEnumerable<string> Headings(string text) => text.Split('\n').Where(line => line.StartsWith('#')).Select(line => Line(line.TrimStart('#', ' ')));

    private static string Line(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var line = (end < 0 ? text : text[..end]).Trim();
        return line.Length <= LongestLine ? line : line[..Whole(line, LongestLine)] + "…";
    }

    /// <summary>The most characters that take no more tokens, at least one.</summary>
    private static int Fitting(string text, int tokens, Func<string, int> count)
    {
        var (low, high) = (1, text.Length);
        while (low < high)
        {
            var middle = (int)(((long)low + high + 1) / 2);
            (low, high) = count(text[..middle]) <= tokens ? (middle, high) : (low, middle - 1);
        }

        return Math.Max(1, Whole(text, low));
    }

    /// <summary>Where to cut: the last good end in the second half.</summary>
    private static int End(ReadOnlySpan<char> text)
    {
        var half = text.Length / 2;
        foreach (var end in new[] { "\n#", "\n\n", "\n" })
        {
            if (text.LastIndexOf(end, StringComparison.Ordinal) is var at && at >= half && at > 0)
            {
                // A heading goes with what it is over.
                return at + (end == "\n#" ? 1 : end.Length);
            }
        }

        var last = 0;
        foreach (var sentence in Sentences.Ends(text))
        {
            last = sentence.Index;
        }

        return last >= half && last > 0 ? last : text.Length;
    }

    /// <summary>Not between the halves of a character.</summary>
    private static int Whole(string text, int length) => length < text.Length && length > 1 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
}
