using System.Text.RegularExpressions;

namespace LongWriter.Text;

/// <summary>Where the sentences of a text end, in English and Chinese.</summary>
public static partial class Sentences
{
    /// <summary>Sentences of fewer words ("He nodded.") come back in any text: where repetition is looked for, they do not count.</summary>
    public const int LeastTelling = 8;

    /// <summary>The white space behind a mark and what closes behind it; Chinese needs none.</summary>
    private const string AfterMark = @"(?<=[.!?…]["")'”’\]]?)\s+|(?<=[。！？][”’」』）]?)(?![”’」』）])";

    /// <summary>The parts of a text that are sentences, or lines without a mark: headings, entries of a list. Some are empty.</summary>
    public static Regex.ValueSplitEnumerator Split(ReadOnlySpan<char> text) => EndOrLine().EnumerateSplits(text);

    /// <summary>What stands between the parts that <see cref="Split"/> gives.</summary>
    internal static Regex.ValueMatchEnumerator Gaps(ReadOnlySpan<char> text) => EndOrLine().EnumerateMatches(text);

    /// <summary>What stands behind the sentences that have a mark; each begins where a sentence ends.</summary>
    public static Regex.ValueMatchEnumerator Ends(ReadOnlySpan<char> text) => End().EnumerateMatches(text);

    /// <summary>The length of the front of a text up to its last whole sentence; 0 where there is none.</summary>
    internal static int Whole(ReadOnlySpan<char> text)
    {
        if (LastMark().IsMatch(text))
        {
            return text.Length;
        }

        var last = 0;
        foreach (var end in Ends(text))
        {
            last = end.Index;
        }

        return last;
    }

    // Linear in the text, and so without a clock: on a busy machine a thread may wait for seconds in the middle of it.
    [GeneratedRegex(AfterMark, RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex End();

    [GeneratedRegex(AfterMark + @"|\n+", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex EndOrLine();

    [GeneratedRegex(@"[.!?…。！？]["")'”’」』）\]]?\z", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex LastMark();
}
