using System.Buffers;
using System.Text;

namespace LongWriter.Datasets.Selecting.Rules;

/// <summary>
/// A committed list of phrases, one a line (<c>toxic.txt</c>, <c>scraping.txt</c>); lines that begin with # are remarks. Letters match
/// whatever their case; a phrase in Latin letters matches whole words only. Chinese has no gaps between its words, so that a phrase may
/// stand across two of them: behind a bar follow the longer texts in which it means something else ("幼女 | 年幼女").
/// </summary>
internal sealed class PhraseList
{
    private readonly (string Text, string[] Harmless)[] _phrases;
    private readonly SearchValues<string> _search;

    private PhraseList(string name)
    {
        using var stream = typeof(PhraseList).Assembly.GetManifestResourceStream($"{name}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        _phrases = [.. lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[1..])).OrderByDescending(phrase => phrase.Item1.Length)];
        _search = SearchValues.Create([.. Phrases], StringComparison.OrdinalIgnoreCase);
    }

    public static PhraseList Toxic { get; } = new("toxic");

    public static PhraseList Scraping { get; } = new("scraping");

    public IEnumerable<string> Phrases => _phrases.Select(phrase => phrase.Text);

    /// <summary>The longer texts of all phrases in which they mean something else.</summary>
    public IEnumerable<string> Harmless => _phrases.SelectMany(phrase => phrase.Harmless);

    /// <returns>The first phrase that stands in a prompt, or null.</returns>
    public string? In(ReadOnlySpan<char> prompt)
    {
        for (var from = 0; from < prompt.Length && prompt[from..].IndexOfAny(_search) is >= 0 and var found; from += found + 1)
        {
            var at = from + found;
            foreach (var (phrase, harmless) in _phrases)
            {
                if (prompt[at..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase) && IsWhole(prompt, at, phrase.Length) && !IsWithin(prompt, at, phrase, harmless))
                {
                    return phrase;
                }
            }
        }

        return null;
    }

    private static bool IsWhole(ReadOnlySpan<char> prompt, int at, int length) =>
        !(at > 0 && IsLatin(prompt[at - 1]) && IsLatin(prompt[at])) && !(at + length < prompt.Length && IsLatin(prompt[at + length]) && IsLatin(prompt[at + length - 1]));

    private static bool IsWithin(ReadOnlySpan<char> prompt, int at, string phrase, string[] longer)
    {
        foreach (var text in longer)
        {
            var begin = at - text.IndexOf(phrase, StringComparison.OrdinalIgnoreCase);
            if (begin >= 0 && prompt[begin..].StartsWith(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLatin(char c) => c < '\u0250' && char.IsLetterOrDigit(c);
}
