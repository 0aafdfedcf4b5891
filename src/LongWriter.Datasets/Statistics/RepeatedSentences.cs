using LongWriter.Writing.Guards;

namespace LongWriter.Datasets.Statistics;

/// <summary>How much of a text says itself over again.</summary>
public static class RepeatedSentences
{
    /// <returns>The share of sentences of eight words or more that stood before in the text, 0 to 1; case, marks and spaces do not count.</returns>
    public static double Share(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sentences = Repetition.Sentences(text);
        return sentences.Count == 0 ? 0 : 1 - ((double)sentences.Distinct().Count() / sentences.Count);
    }
}
