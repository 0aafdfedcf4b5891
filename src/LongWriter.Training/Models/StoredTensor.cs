namespace LongWriter.Training.Models;

/// <summary>A tensor of a checkpoint: one or several of ours, one beneath the other.</summary>
/// <param name="Name">Its name in the checkpoint.</param>
/// <param name="Parts">Names of ours, in the order of their rows.</param>
public sealed record StoredTensor(string Name, IReadOnlyList<string> Parts);
