using System.Runtime.InteropServices;
using LongWriter.Text;

namespace LongWriter.Evaluation.Measures;

/// <summary>How much a text says again.</summary>
public static class Repetition
{
    /// <summary>Share of 4-grams that stood before, 0 to 1: 1 − distinct/total over the words of all bodies in a row; 0 below four words.</summary>
    public static double FourGrams(IEnumerable<string> bodies) => 1 - Distinct(WordNumbers.Of(string.Join('\n', bodies)), 4);

    /// <summary>The most often a sentence of eight words or more stands in the text.</summary>
    public static int MostOfASentence(IEnumerable<string> bodies)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        var most = 0;
        foreach (var body in bodies)
        {
            foreach (var range in Sentences.Split(body))
            {
                if (UnicodeWords.Of(body.AsSpan(range)) is { Count: >= Sentences.LeastTelling } words)
                {
                    ref var stands = ref CollectionsMarshal.GetValueRefOrAddDefault(times, string.Join(' ', words), out _);
                    most = Math.Max(most, ++stands);
                }
            }
        }

        return most;
    }

    /// <summary>Distinct-n: different n-grams over all n-grams (Li et al. 2016), 0 to 1; 1 where the text has none.</summary>
    /// <param name="words">Numbers of words, see <see cref="WordNumbers"/>.</param>
    /// <param name="n">1 to 4.</param>
    internal static double Distinct(ReadOnlySpan<int> words, int n)
    {
        var total = words.Length - n + 1;
        if (total < 1)
        {
            return 1;
        }

        var seen = new HashSet<Gram>(total);
        for (var i = 0; i < total; i++)
        {
            seen.Add(Gram.At(words, i, n));
        }

        return (double)seen.Count / total;
    }
}

/// <summary>Up to four words in a row, by their numbers: equal where the words are.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Gram(long First, long Last)
{
    public static Gram At(ReadOnlySpan<int> words, int at, int n) => new(
        Pair(words[at], n > 1 ? words[at + 1] : -1),
        Pair(n > 2 ? words[at + 2] : -1, n > 3 ? words[at + 3] : -1));

    private static long Pair(int left, int right) => ((long)left << 32) | (uint)right;
}

/// <summary>The words of a text as numbers, the same for the same word: n-grams of numbers are compared faster than those of strings.</summary>
internal static class WordNumbers
{
    public static int[] Of(string text) => Of(text, new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>With the numbers of an earlier text, so that the two can be compared.</summary>
    public static int[] Of(ReadOnlySpan<char> text, Dictionary<string, int> numbers)
    {
        var words = new List<int>(text.Length / 5);
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> buffer = stackalloc char[64];
        for (var at = 0; UnicodeWords.Next(text, ref at, out var start);)
        {
            var length = at - start;
            var word = length <= buffer.Length ? buffer[..length] : new char[length];
            text[start..at].ToLowerInvariant(word);
            word.Replace('’', '\'');
            if (!lookup.TryGetValue(word, out var number))
            {
                lookup[word] = number = numbers.Count;
            }

            words.Add(number);
        }

        return [.. words];
    }
}
