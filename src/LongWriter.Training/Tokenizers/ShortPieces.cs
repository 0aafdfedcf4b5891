namespace LongWriter.Training.Tokenizers;

/// <summary>
/// Learns the pieces that unknown words are built from: byte-pair merges (Sennrich, Haddow and Birch, 2016) over a list of word
/// types, every type counted once, no piece longer than <see cref="MostLetters"/>. Short pieces and equal weights on purpose: they
/// are there to copy names and rare words, so each should be met often and stand for sounds of the language at large, not for its
/// frequent words, which are tokens already.
/// </summary>
public static class ShortPieces
{
    /// <summary>Letters in a piece at most, a leading space not counted.</summary>
    public const int MostLetters = 3;

    /// <param name="words">Word types as the split gives them, with their leading space; what is not letters alone is passed over.</param>
    /// <param name="count">Merges wanted.</param>
    /// <returns>Merges in order of rank, at most <paramref name="count"/>. The merges of a space with a letter come before them and are not among them.</returns>
    public static IReadOnlyList<(string Left, string Right)> Learn(IEnumerable<string> words, int count)
    {
        ArgumentNullException.ThrowIfNull(words);
        var types = words.Where(word => word.AsSpan().TrimStart(' ') is { Length: > 1 } letters && !letters.ContainsAnyExcept(s_letters))
            .SelectMany(word => (string[])[word, Capital(word)]).Distinct(StringComparer.Ordinal).Select(Spell).ToList();
        var merges = new List<(string, string)>();
        while (merges.Count < count)
        {
            var pairs = new Dictionary<(string Left, string Right), int>();
            foreach (var type in types)
            {
                for (var i = 1; i < type.Count; i++)
                {
                    if (type[i - 1].Length + type[i].Length - (type[i - 1][0] == ' ' ? 1 : 0) <= MostLetters)
                    {
                        pairs[(type[i - 1], type[i])] = pairs.GetValueOrDefault((type[i - 1], type[i])) + 1;
                    }
                }
            }

            if (pairs.Count == 0)
            {
                break;
            }

            var best = pairs.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key.Left, StringComparer.Ordinal).ThenBy(pair => pair.Key.Right, StringComparer.Ordinal).First().Key;
            merges.Add(best);
            types.ForEach(type => Merge(type, best));
        }

        return merges;
    }

    private static readonly System.Buffers.SearchValues<char> s_letters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>Names begin with capitals and are what is copied most: every word counts in that form too.</summary>
    private static string Capital(string word) => word[0] == ' ' ? $" {char.ToUpperInvariant(word[1])}{word[2..]}" : char.ToUpperInvariant(word[0]) + word[1..];

    private static List<string> Spell(string word)
    {
        var letters = word.TrimStart(' ').Select(letter => letter.ToString()).ToList();
        if (word[0] == ' ')
        {
            letters[0] = ' ' + letters[0];
        }

        return letters;
    }

    private static void Merge(List<string> type, (string Left, string Right) pair)
    {
        for (var i = 1; i < type.Count; i++)
        {
            if (type[i - 1] == pair.Left && type[i] == pair.Right)
            {
                type[i - 1] += type[i];
                type.RemoveAt(i);
            }
        }
    }
}
