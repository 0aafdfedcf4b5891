namespace LongWriter.Training.Coherence;

/// <summary>
/// What a curve is to be compared with. A text in another order keeps its words and loses its thread: only what lies between the
/// two curves is coherence. A text that repeats itself is foretold best of all: a falling curve alone proves nothing.
/// </summary>
internal static class Baselines
{
    /// <summary>Share of a text whose repetition fills the rest of it.</summary>
    private const int RepeatedShare = 10;

    /// <summary>The paragraphs in another order, the same for the same seed; null where there are fewer than three.</summary>
    public static string? Shuffled(string text, int seed)
    {
        var paragraphs = text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (paragraphs.Length < 3)
        {
            paragraphs = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }

        if (paragraphs.Length < 3)
        {
            return null;
        }

        new Random(seed).Shuffle(paragraphs);
        return string.Join("\n\n", paragraphs);
    }

    /// <summary>The first tenth again and again, to the same number of tokens.</summary>
    public static int[] Repeated(int[] ids)
    {
        var first = Math.Max(1, ids.Length / RepeatedShare);
        return [.. Enumerable.Range(0, ids.Length).Select(place => ids[place % first])];
    }
}
