using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Scoring;

/// <summary>Folders of evaluations, scored one after the other.</summary>
internal static class ScoredFolders
{
    /// <param name="take">Makes of a folder and its scores what is wanted of them.</param>
    /// <param name="progress">Told the predictions read so far, those of earlier folders among them.</param>
    /// <exception cref="EvaluationFileException">A file of a folder cannot be read.</exception>
    public static List<T> Read<T>(IEnumerable<string> paths, Func<EvaluationFolder, ScoreReport, T> take, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        var before = 0;
        foreach (var path in paths)
        {
            using var folder = EvaluationFolder.Open(path);
            var report = new Scorer().Score(folder, progress is null ? null : new After(progress, before), cancellationToken);
            before += report.Predictions.Count + report.Broken.Count;
            all.Add(take(folder, report));
        }

        return all;
    }

    private sealed class After(IProgress<int> all, int before) : IProgress<int>
    {
        public void Report(int value) => all.Report(before + value);
    }
}
