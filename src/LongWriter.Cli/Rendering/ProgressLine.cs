namespace LongWriter.Cli.Rendering;

/// <summary>How far a long work is: one line that changes on a terminal, a line now and then elsewhere. It is told of one step at a time.</summary>
internal sealed class ProgressLine(TextWriter error, TimeProvider time)
{
    /// <summary>Back to the line's beginning, and what stands in it wiped.</summary>
    public const string Again = "\r\u001b[K";

    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_elsewhere = TimeSpan.FromSeconds(10);

    private readonly bool _terminal = Surroundings.IsTerminal(error);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan? _shown;
    private string? _end;

    /// <param name="part">How much is done, 0 to 1; the last is always shown, and once.</param>
    /// <param name="fresh">How much of it was done since this began, 0 to 1: the pace is its own.</param>
    /// <param name="text">What there is to say but the time left.</param>
    public void Show(double part, double fresh, string text)
    {
        var elapsed = time.GetElapsedTime(_start);
        if (_shown is { } last && (part < 1 ? elapsed - last < (_terminal ? s_onTerminal : s_elsewhere) : text == _end))
        {
            return;
        }

        _shown = elapsed;
        _end = part < 1 ? null : text;
        var line = fresh > 0 && part < 1 ? $"{text}, {Pace.Clock(elapsed * ((1 - part) / fresh))} left" : text;
        if (!_terminal)
        {
            error.WriteLine(line);
            return;
        }

        error.Write(Again + line);
        error.Flush();
    }

    /// <summary>Ends the line, so that what is written next begins its own.</summary>
    public void Close()
    {
        if (_terminal && _shown is not null)
        {
            error.WriteLine();
        }
    }
}
