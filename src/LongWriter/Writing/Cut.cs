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
        return End(text, ParagraphEnd().EnumerateMatches(text), words - (words / 20), most) ?? End(text, Sentences.Ends(text), words - (words / 20), most);
    }

    private static int? End(string text, Regex.ValueMatchEnumerator ends, int least, int most)
    {
        var (words, from) = (0, 0);
        foreach (var match in ends)
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
}
