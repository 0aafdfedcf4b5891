using LongWriter.Datasets.Selecting;

namespace LongWriter.Cli.Rendering;

/// <summary>How far selecting from logs is, by what of them is read.</summary>
internal sealed class SelectProgress(TextWriter error, TimeProvider time) : IProgress<SelectionProgress>
{
    private readonly ProgressLine _line = new(error, time);

    public void Report(SelectionProgress value) =>
        _line.Show(value.Part, value.Part, $"{value.Part * 100:F1}% read, {value.Rows:N0} rows, {value.Kept:N0} kept");

    public void Close() => _line.Close();
}
