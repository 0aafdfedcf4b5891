using System.Text.RegularExpressions;

namespace LongWriter.Nano;

/// <summary>What can be said of a text without a judge.</summary>
internal static partial class TextMeasures
{
    /// <summary>Lower-cased words.</summary>
    public static string[] Words(string text) => [.. WordPattern().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>Share of 4-grams that stood before: 1 − distinct/total, over the words of all bodies in a row.</summary>
    public static double RepeatedFourGrams(IEnumerable<string> bodies)
    {
        var words = Words(string.Join('\n', bodies));
        var total = Math.Max(0, words.Length - 3);
        return total == 0 ? 0 : 1 - ((double)Enumerable.Range(0, total).Select(i => string.Join(' ', words, i, 4)).Distinct(StringComparer.Ordinal).Count() / total);
    }

    /// <summary>The most often a sentence of eight words or more stands in the text.</summary>
    public static int MostRepeatedSentence(IEnumerable<string> bodies) => bodies
        .SelectMany(body => SentenceEnd().Split(body))
        .Select(sentence => string.Join(' ', Words(sentence)))
        .Where(sentence => sentence.Count(c => c == ' ') >= 7)
        .GroupBy(sentence => sentence, StringComparer.Ordinal)
        .Select(group => group.Count())
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>
    /// For each text, the index of the reference nearest to it by the cosine of TF-IDF vectors: 1 + ln tf, and IDF over texts and references
    /// together. With IDF over a few references alone, a "with" or "that" that only one of them holds outweighs every word of the matter.
    /// </summary>
    public static int[] Nearest(IReadOnlyList<string> texts, IReadOnlyList<string> references)
    {
        var counts = references.Select(reference => Counts(Words(reference))).ToList();
        var all = counts.Concat(texts.Select(text => Counts(Words(text)))).ToList();
        var idf = all.SelectMany(count => count.Keys).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Math.Log((double)all.Count / group.Count()), StringComparer.Ordinal);
        Dictionary<string, double> Weigh(Dictionary<string, int> count) => count.ToDictionary(pair => pair.Key, pair => (1 + Math.Log(pair.Value)) * idf[pair.Key], StringComparer.Ordinal);
        var targets = counts.Select(Weigh).ToList();
        var norms = targets.Select(Norm).ToList();
        return [.. texts.Select(text =>
        {
            var vector = Weigh(Counts(Words(text)));
            return Enumerable.Range(0, targets.Count).MaxBy(i => norms[i] == 0 ? 0 : vector.Sum(pair => pair.Value * targets[i].GetValueOrDefault(pair.Key)) / norms[i]);
        })];
    }

    private static double Norm(Dictionary<string, double> vector) => Math.Sqrt(vector.Values.Sum(value => value * value));

    private static Dictionary<string, int> Counts(string[] words) => words.GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    [GeneratedRegex("[a-zA-Z']+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"(?<=[.!?]""?)\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex SentenceEnd();
}
