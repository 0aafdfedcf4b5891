using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>Comparisons by judges, in the folder of the first of the runs.</summary>
public static class PairwiseFile
{
    private const string Name = "pairwise.jsonl";

    /// <param name="folder">The folder of an evaluation.</param>
    /// <exception cref="EvaluationFileException">Another process writes it, it is damaged, or it cannot be written.</exception>
    public static RecordFile<PairJudgement> Open(string folder) => RecordFile<PairJudgement>.Open(Path.Combine(folder, Name));
}
