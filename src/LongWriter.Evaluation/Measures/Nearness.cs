namespace LongWriter.Evaluation.Measures;

/// <summary>Which of several texts is about the same as another.</summary>
public static class Nearness
{
    /// <summary>
    /// For each text, the index of the reference nearest to it by the cosine of TF-IDF vectors: 1 + ln tf, and IDF over texts and references
    /// together. With IDF over a few references alone, a "with" or "that" that only one of them holds outweighs every word of the matter.
    /// </summary>
    /// <param name="references">One or more.</param>
    /// <returns>An index for every text, −1 where it shares no word with any reference.</returns>
    public static IReadOnlyList<int> Nearest(IReadOnlyList<string> texts, IReadOnlyList<string> references)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(references);
        var counts = references.Concat(texts).Select(text => Counts(UnicodeWords.Of(text))).ToList();
        var idf = counts.SelectMany(count => count.Keys).GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Math.Log((double)counts.Count / group.Count()), StringComparer.Ordinal);
        var weights = counts.ConvertAll(count => count.ToDictionary(pair => pair.Key, pair => (1 + Math.Log(pair.Value)) * idf[pair.Key], StringComparer.Ordinal));
        var norms = weights.ConvertAll(vector => Math.Sqrt(vector.Values.Sum(value => value * value)));
        return [.. weights.Skip(references.Count).Select(text =>
        {
            var (best, most) = (-1, 0.0);
            for (var i = 0; i < references.Count; i++)
            {
                var (shorter, longer) = text.Count < weights[i].Count ? (text, weights[i]) : (weights[i], text);
                var cosine = norms[i] == 0 ? 0 : shorter.Sum(pair => pair.Value * longer.GetValueOrDefault(pair.Key)) / norms[i];
                (best, most) = cosine > most ? (i, cosine) : (best, most);
            }

            return best;
        })];
    }

    private static Dictionary<string, int> Counts(List<string> words) => words.CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}
