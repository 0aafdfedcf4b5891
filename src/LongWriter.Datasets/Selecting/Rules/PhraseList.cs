using System.Buffers;
using System.Text;

namespace LongWriter.Datasets.Selecting.Rules;

/// <summary>
/// A committed list of phrases, one a line (<c>toxic.txt</c>, <c>scraping.txt</c>); lines that begin with # are remarks. Letters match
/// whatever their case; a phrase in Latin letters matches whole words only.
/// </summary>
internal sealed class PhraseList
{
    private readonly string[] _phrases;
    private readonly SearchValues<string> _search;

    private PhraseList(string name)
    {
        using var stream = typeof(PhraseList).Assembly.GetManifestResourceStream($"{name}.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        _phrases = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').OrderByDescending(line => line.Length)];
        _search = SearchValues.Create(_phrases, StringComparison.OrdinalIgnoreCase);
    }

    public static PhraseList Toxic { get; } = new("toxic");

    public static PhraseList Scraping { get; } = new("scraping");

    public IReadOnlyList<string> Phrases => _phrases;

    /// <returns>The first phrase that stands in a prompt, or null.</returns>
    public string? In(ReadOnlySpan<char> prompt)
    {
        for (var from = 0; from < prompt.Length && prompt[from..].IndexOfAny(_search) is >= 0 and var found; from += found + 1)
        {
            var at = from + found;
            foreach (var phrase in _phrases)
            {
                if (prompt[at..].StartsWith(phrase, StringComparison.OrdinalIgnoreCase) && IsWhole(prompt, at, phrase.Length))
                {
                    return phrase;
                }
            }
        }

        return null;
    }

    private static bool IsWhole(ReadOnlySpan<char> prompt, int at, int length) =>
        !(at > 0 && IsLatin(prompt[at - 1]) && IsLatin(prompt[at])) && !(at + length < prompt.Length && IsLatin(prompt[at + length]) && IsLatin(prompt[at + length - 1]));

    private static bool IsLatin(char c) => c < '\u0250' && char.IsLetterOrDigit(c);
}
