namespace LongWriter.Evaluation.Judging;

/// <summary>The six sides of quality that the paper has judged, 1 to 5 each (section 4.1).</summary>
public enum Dimension
{
    Relevance,
    Accuracy,
    Coherence,
    Clarity,
    BreadthAndDepth,
    ReadingExperience,
}

/// <summary>The dimensions in the paper's order, and their names.</summary>
public static class Dimensions
{
    public static IReadOnlyList<Dimension> All { get; } = Enum.GetValues<Dimension>();

    /// <summary>As judges are asked for it and reports show it: "Breadth and Depth".</summary>
    public static string Name(this Dimension dimension) => dimension switch
    {
        Dimension.BreadthAndDepth => "Breadth and Depth",
        Dimension.ReadingExperience => "Reading Experience",
        _ => dimension.ToString(),
    };

    /// <summary>S_q of one text, 0 to 100: the mean of (score − 1) · 25 over the six (paper, section 4.1).</summary>
    /// <param name="scores">All six, 1 to 5 each.</param>
    public static double Quality(IReadOnlyDictionary<Dimension, double> scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return All.Average(dimension => (scores[dimension] - 1) * 25);
    }
}
