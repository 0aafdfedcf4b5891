using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Writing;

/// <summary>Places where a text may end.</summary>
internal static partial class Cut
{
    /// <summary>A paragraph that ends further beyond the words asked for than this share is cut at a sentence.</summary>
    private const double Beyond = 0.2;

    /// <summary>The length, in characters, of the front of a text that has these words or a little more: to a paragraph's end, else to a sentence's; null where neither shortens it.</summary>
    public static int? At(string text, int words)
    {
        var most = (int)(words * (1 + Beyond));
        return End(text, ParagraphEnd(), words - (words / 20), most) ?? End(text, SentenceEnd(), words - (words / 20), most);
    }

    /// <summary>The length of the front of a text up to its last whole sentence; 0 where there is none.</summary>
    public static int WholeSentences(string text)
    {
        var last = 0;
        foreach (var match in SentenceEnd().EnumerateMatches(text))
        {
            last = match.Index;
        }

        return text.Length > 0 && SentenceMark().IsMatch(text) ? text.Length : last;
    }

    private static int? End(string text, Regex ends, int least, int most)
    {
        var (words, from) = (0, 0);
        foreach (var match in ends.EnumerateMatches(text))
        {
            words += WordCount.Of(text.AsSpan(from, match.Index - from));
            from = match.Index;
            if (words >= least)
            {
                return words <= most && from < text.Length ? from : null;
            }
        }

        return null;
    }

    // Linear in any text that has words, and so without a clock: on a busy machine a thread may wait for seconds in the middle of it.
    [GeneratedRegex(@"\s*\n\s*\n", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex ParagraphEnd();

    // The end of a sentence is where the white space behind it begins; Chinese needs none.
    [GeneratedRegex(@"(?<=[.!?…]["")'”’\]]?)\s|(?<=[。！？][”’」』）]?)(?![”’」』）])", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(@"[.!?…。！？]["")'”’」』）\]]?\z", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex SentenceMark();
}
