namespace LongWriter.Evaluation.Running;

/// <summary>A prompt that gave no prediction: a line of <c>failures.jsonl</c>. It is tried again when the run goes on.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples, from 0.</param>
/// <param name="Reason">What went wrong, on one line.</param>
/// <param name="At">When it did.</param>
public sealed record Failure(string Id, int Sample, string Reason, DateTimeOffset At);
