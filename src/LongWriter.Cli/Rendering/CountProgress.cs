namespace LongWriter.Cli.Rendering;

/// <summary>How much of a known number of things is done, and the time that the rest takes: one line that changes on a terminal, a line now and then elsewhere.</summary>
internal sealed class CountProgress(TextWriter error, TimeProvider time, string what)
{
    private static readonly TimeSpan s_onTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_elsewhere = TimeSpan.FromSeconds(10);

    private readonly bool _terminal = Surroundings.IsTerminal(error);
    private readonly long _start = time.GetTimestamp();
    private TimeSpan? _shown;
    private int _width;

    /// <param name="before">Of those done, what stood before: it says nothing of the pace.</param>
    /// <param name="more">What else there is to say, such as ", 2 unscored"; may be empty.</param>
    public void Show(int done, int total, int before, string more = "")
    {
        var elapsed = time.GetElapsedTime(_start);
        if (_shown is { } last && done < total && elapsed - last < (_terminal ? s_onTerminal : s_elsewhere))
        {
            return;
        }

        _shown = elapsed;
        var left = done > before && done < total ? $", {Pace.Clock(elapsed * ((double)(total - done) / (done - before)))} left" : "";
        var line = $"{what} {done:N0} of {total:N0}{more}{left}";
        if (!_terminal)
        {
            error.WriteLine(line);
            return;
        }

        error.Write("\r" + line.PadRight(_width));
        error.Flush();
        _width = line.Length;
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
