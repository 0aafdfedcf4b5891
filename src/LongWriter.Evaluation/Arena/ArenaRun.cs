using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Arena;

/// <summary>One of the two runs that are compared.</summary>
/// <param name="Name">By which results name it: its folder's name.</param>
/// <param name="Info">What it is of.</param>
/// <param name="Predictions">All that it wrote.</param>
public sealed record ArenaRun(string Name, RunInfo Info, IReadOnlyList<Prediction> Predictions)
{
    /// <summary>By which a file of votes knows the run again, wherever its folder is moved.</summary>
    public string Identity => $"{Info.SuiteSha256} {Info.Model} {Info.Strategy} {Info.Seed} {Info.Created:O}";

    /// <exception cref="EvaluationFileException">It is no evaluation's folder, or a line of it is damaged.</exception>
    public static ArenaRun Read(string path)
    {
        using var folder = EvaluationFolder.Open(path);
        return new ArenaRun(folder.Name, folder.Info, [.. folder.Predictions]);
    }
}
