namespace LongWriter.Evaluation.Arena;

/// <summary>Two texts for one prompt, one of each run.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="Length">Words asked for.</param>
/// <param name="First">What the first run wrote.</param>
/// <param name="Second">What the second run wrote.</param>
public sealed record ArenaItem(string Id, int Sample, string Prompt, int Length, string First, string Second)
{
    /// <summary>What votes know it by.</summary>
    internal (string, int) Key => (Id, Sample);
}
