using System.Globalization;
using System.Text;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>
/// The sentences and headings of a document so far, to tell whether a new section says them over again: the commonest fault of small models at
/// length, and of large ones late in a document. Refrains live: a sentence may stand twice, and one per section may come back.
/// </summary>
internal sealed class Repetition
{
    /// <summary>A sentence may stand that often in a document.</summary>
    public const int MostTimes = 2;

    /// <summary>That many sentences of a section may stand already.</summary>
    public const int MostAgain = 1;

    /// <summary>The hash of no letters at all.</summary>
    private const ulong Nothing = 0xCBF29CE484222325;

    // Sentences are kept as their hashes: in a thousand documents at once their text would be the larger part of the memory.
    private readonly Dictionary<ulong, int> _times = [];
    private readonly HashSet<ulong> _headings = [];
    private readonly HashSet<ulong> _openings = [];

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
        var here = new Dictionary<ulong, int>();
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
            : section.Body.Length > 0 && FindHeading(section.Heading) is { } heading ? heading
            : Opening(section) is { } opening && _openings.Contains(opening) ? "it opens with the sentence that opens another section"
            : null;
    }

    /// <summary>What is wrong with a heading that stands already, or null.</summary>
    public string? FindHeading(string heading) => _headings.Contains(Bare(heading)) ? "its heading stands already" : null;

    /// <summary>The rest of a section without the sentences that stand already, in the document, in the section, or in the rest itself.</summary>
    public string WithoutRepeats(string rest, Section begun)
    {
        var here = Sentences(begun.Body).ToHashSet();
        var fresh = new StringBuilder(rest.Length);
        var from = 0;
        foreach (var end in Text.Sentences.Gaps(rest))
        {
            Take(from, end.Index, end.Index + end.Length);
            from = end.Index + end.Length;
        }

        Take(from, rest.Length, rest.Length);
        return fresh.ToString().Trim();

        void Take(int begin, int end, int next)
        {
            var sentence = rest.AsSpan(begin, end - begin);
            var stands = WordCount.Of(sentence) >= Text.Sentences.LeastTelling && Bare(sentence) is var bare && (_times.ContainsKey(bare) || !here.Add(bare));

            // Where a sentence falls out, its paragraph ends as before.
            var kept = stands ? rest.AsSpan(end, next - end) : rest.AsSpan(begin, next - begin);
            fresh.Append(stands && (!kept.Contains('\n') || (fresh.Length > 0 && fresh[^1] == '\n')) ? "" : kept);
        }
    }

    /// <summary>Sentences of <see cref="Text.Sentences.LeastTelling"/> words or more, without case, marks and spaces.</summary>
    public static List<ulong> Sentences(string text)
    {
        var sentences = new List<ulong>();
        foreach (var range in Text.Sentences.Split(text))
        {
            var sentence = text.AsSpan(range);
            if (WordCount.Of(sentence) >= Text.Sentences.LeastTelling)
            {
                sentences.Add(Bare(sentence));
            }
        }

        return sentences;
    }

    /// <summary>The first sentence below the heading, or null where there is no body.</summary>
    private static ulong? Opening(Section section)
    {
        var body = section.Body;
        foreach (var range in Text.Sentences.Split(body))
        {
            if (Bare(body.AsSpan(range)) is not Nothing and var sentence)
            {
                return sentence;
            }
        }

        return null;
    }

    /// <summary>The hash of a text without case, marks and spaces: FNV-1a in 64 bits, which no two sentences of a document share but by a chance far below one in a million.</summary>
    private static ulong Bare(ReadOnlySpan<char> sentence)
    {
        var hash = Nothing;
        foreach (var c in sentence)
        {
            if (char.IsLetterOrDigit(c))
            {
                hash = unchecked((hash ^ char.ToLowerInvariant(c)) * 0x100000001B3);
            }
        }

        return hash;
    }
}
