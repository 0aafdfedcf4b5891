namespace LongWriter.Evaluation.Scoring;

/// <summary>A mean with its error bar.</summary>
/// <param name="Mean">Over items; an item's samples are averaged first.</param>
/// <param name="Low">Lower end of the 95% interval; null where it is of one item only: one has no spread.</param>
/// <param name="High">Upper end.</param>
/// <param name="Items">Items it is the mean of; of S̄ those that are scored by a judge.</param>
public sealed record Figure(double Mean, double? Low, double? High, int Items);
