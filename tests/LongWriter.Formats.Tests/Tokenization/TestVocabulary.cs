using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

/// <summary>Small vocabularies: the token of a byte has the byte's value as its id, words and results of merges follow, special tokens come last.</summary>
internal static class TestVocabulary
{
    public static readonly IReadOnlyList<string> Bytes = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.ToChar((byte)value).ToString())];

    public static Vocabulary Create(
        IEnumerable<string>? words = null,
        IReadOnlyList<(string Left, string Right)>? merges = null,
        IReadOnlyList<string>? special = null,
        string pattern = PreTokenizer.Llama3,
        bool ignoreMerges = false)
    {
        List<string> tokens = [.. Bytes.Concat(words ?? []).Concat((merges ?? []).Select(merge => merge.Left + merge.Right)).Distinct(StringComparer.Ordinal)];
        var ordinary = tokens.Count;
        tokens.AddRange(special ?? []);
        return new Vocabulary(tokens, merges ?? [], Enumerable.Range(ordinary, tokens.Count - ordinary).ToHashSet(), pattern, ignoreMerges, BosId: null, EosId: null);
    }

    /// <summary>Random merges over the bytes of <paramref name="symbols"/>; in half of the vocabularies a merge may rank before those that make its parts.</summary>
    public static Vocabulary WithRandomMerges(int seed, string symbols, int most, string pattern = PreTokenizer.Llama3)
    {
        var random = new Random(seed);
        List<string> pool = [.. ByteAlphabet.FromText(symbols).Select(symbol => symbol.ToString()).Distinct(StringComparer.Ordinal)];
        var merges = new List<(string Left, string Right)>();
        for (var count = random.Next(most + 1); count > 0; count--)
        {
            var merge = (Left: pool[random.Next(pool.Count)], Right: pool[random.Next(pool.Count)]);
            if (!merges.Contains(merge))
            {
                merges.Add(merge);
                pool.Add(merge.Left + merge.Right);
            }
        }

        var ordered = merges.ToArray();
        if (random.Next(2) == 0)
        {
            random.Shuffle(ordered);
        }

        return Create(merges: ordered, pattern: pattern);
    }
}
