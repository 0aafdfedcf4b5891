using LongWriter.Datasets.Building;

namespace LongWriter.Cli.Rendering;

/// <summary>How far a data set is, by its rows.</summary>
internal sealed class RowProgress(TextWriter error, TimeProvider time) : IProgress<BuildProgress>
{
    private readonly ProgressLine _line = new(error, time);

    public void Report(BuildProgress value) =>
        _line.Show((double)value.Done / Math.Max(1, value.Rows), (double)value.Fresh / Math.Max(1, value.Rows), $"{value.Done:N0} of {value.Rows:N0} rows, {value.Words:N0} words written");

    public void Close() => _line.Close();
}
