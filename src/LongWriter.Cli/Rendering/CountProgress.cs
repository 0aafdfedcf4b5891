namespace LongWriter.Cli.Rendering;

/// <summary>How much of a known number of things is done.</summary>
internal sealed class CountProgress(TextWriter error, TimeProvider time, string what)
{
    private readonly ProgressLine _line = new(error, time);

    /// <param name="before">Of those done, what stood before: it says nothing of the pace.</param>
    /// <param name="more">What else there is to say, such as ", 2 unscored"; may be empty.</param>
    public void Show(int done, int total, int before, string more = "") =>
        _line.Show((double)done / Math.Max(1, total), (double)(done - before) / Math.Max(1, total), $"{what} {done:N0} of {total:N0}{more}");

    public void Close() => _line.Close();
}
