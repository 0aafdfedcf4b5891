using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>
/// The sentences and headings of a document so far, to tell whether a new section says them over again: the commonest fault of small models at
/// length, and of large ones late in a document. Refrains live: a sentence may stand twice, and one per section may come back.
/// </summary>
internal sealed partial class Repetition
{
    /// <summary>Shorter sentences ("He nodded.") come back in any text.</summary>
    public const int LeastWords = 8;

    /// <summary>A sentence may stand that often in a document.</summary>
    public const int MostTimes = 2;

    /// <summary>That many sentences of a section may stand already.</summary>
    public const int MostAgain = 1;

    private readonly Dictionary<string, int> _times = new(StringComparer.Ordinal);
    private readonly HashSet<string> _headings = new(StringComparer.Ordinal);
    private readonly HashSet<string> _openings = new(StringComparer.Ordinal);

    /// <summary>Counts the sentences of a section that is final.</summary>
    public void Add(Section section)
    {
        _headings.Add(Bare(section.Heading));
        if (Opening(section) is { } opening)
        {
            _openings.Add(opening);
        }

        foreach (var sentence in Sentences(section.Body))
        {
            _times[sentence] = _times.GetValueOrDefault(sentence) + 1;
        }
    }

    /// <summary>What is wrong with a section that repeats too much, or null.</summary>
    public string? Find(Section section)
    {
        var here = new Dictionary<string, int>(StringComparer.Ordinal);
        var again = 0;
        foreach (var sentence in Sentences(section.Body))
        {
            var times = here[sentence] = here.GetValueOrDefault(sentence, _times.GetValueOrDefault(sentence)) + 1;
            again += times > 1 ? 1 : 0;
            if (times > MostTimes)
            {
                return string.Create(CultureInfo.InvariantCulture, $"it repeats a sentence that stands {MostTimes} times already");
            }
        }

        return again > MostAgain ? string.Create(CultureInfo.InvariantCulture, $"{again} of its sentences stand already")
            : section.Body.Length > 0 && _headings.Contains(Bare(section.Heading)) ? "its heading stands already"
            : Opening(section) is { } opening && _openings.Contains(opening) ? "it opens with the sentence that opens another section"
            : null;
    }

    /// <summary>Sentences of <see cref="LeastWords"/> words or more, without case, marks and spaces.</summary>
    private static List<string> Sentences(string text)
    {
        var sentences = new List<string>();
        foreach (var range in SentenceEnd().EnumerateSplits(text))
        {
            var sentence = text.AsSpan(range);
            if (WordCount.Of(sentence) >= LeastWords)
            {
                sentences.Add(Bare(sentence));
            }
        }

        return sentences;
    }

    /// <summary>The first sentence below the heading, or null where there is no body.</summary>
    private static string? Opening(Section section)
    {
        var body = section.Body;
        foreach (var range in SentenceEnd().EnumerateSplits(body))
        {
            if (Bare(body.AsSpan(range)) is { Length: > 0 } sentence)
            {
                return sentence;
            }
        }

        return null;
    }

    private static string Bare(ReadOnlySpan<char> sentence)
    {
        var bare = new StringBuilder(sentence.Length);
        foreach (var c in sentence)
        {
            if (char.IsLetterOrDigit(c))
            {
                bare.Append(char.ToLowerInvariant(c));
            }
        }

        return bare.ToString();
    }

    [GeneratedRegex(@"(?<=[.!?]["")'”’]?)\s+|(?<=[。！？…]["")'”’」』]?)(?![""”’」』])|\n+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SentenceEnd();
}
