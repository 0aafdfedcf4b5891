namespace LongWriter.Fakes;

/// <summary>The reports that the tests of pages share: each takes seconds to draw.</summary>
public sealed class WrittenReports : IDisposable
{
    private readonly Lazy<WrittenReport> _usual = new(WrittenReport.Usual);
    private readonly Lazy<WrittenReport> _hostile = new(WrittenReport.Hostile);

    internal WrittenReport Usual => _usual.Value;

    internal WrittenReport Hostile => _hostile.Value;

    public void Dispose()
    {
        foreach (var report in new[] { _usual, _hostile }.Where(report => report.IsValueCreated))
        {
            report.Value.Dispose();
        }
    }
}
