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
