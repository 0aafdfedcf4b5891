using LongWriter.Evaluation.Running;

namespace LongWriter.Cli.Rendering;

/// <summary>How far a work is that mostly is done before anyone would ask: it keeps silent for the first seconds. It may be told from several threads.</summary>
internal sealed class PatientProgress(Surroundings around, string what, int total) : IProgress<int>, IDisposable
{
    private static readonly TimeSpan s_silent = TimeSpan.FromSeconds(3);

    private readonly CountProgress _shown = new(around.Error, around.Time, what);
    private readonly Lock _telling = new();
    private readonly long _start = around.Time.GetTimestamp();
    private int _most;

    /// <summary>Of the scoring of folders of evaluations, one after the other.</summary>
    public static PatientProgress OfScoring(Surroundings around, IEnumerable<string> folders) => new(around, "scored", folders.Sum(path =>
    {
        using var folder = EvaluationFolder.Open(path);
        return folder.CountPredictions();
    }));

    /// <param name="value">How many are done. Threads overtake each other: a lower number than one before is passed over.</param>
    public void Report(int value)
    {
        lock (_telling)
        {
            _most = Math.Max(_most, value);
            if (around.Time.GetElapsedTime(_start) > s_silent)
            {
                _shown.Show(_most, Math.Max(total, _most), before: 0);
            }
        }
    }

    public void Dispose() => _shown.Close();
}
