namespace LongWriter.Training.Runs.Watching;

/// <summary>How fast a run goes, from where it began in this process, and what is left of it.</summary>
internal sealed class Pace(int from, int steps, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _tokens;
    private readonly int _from = from;
    private int _done = from;

    /// <summary>Steps of the whole run.</summary>
    public int Steps => steps;

    /// <summary>Loss smoothed over some twenty steps; not a number before the first.</summary>
    public double Loss { get; private set; } = double.NaN;

    public double TokensPerSecond => _tokens / Math.Max(1e-9, time.GetElapsedTime(_start).TotalSeconds);

    public TimeSpan Left => _done > _from ? time.GetElapsedTime(_start) * ((double)(steps - _done) / (_done - _from)) : TimeSpan.Zero;

    public void Read(StepResult result)
    {
        _done = result.Step + 1;
        _tokens += result.Tokens;
        Loss = double.IsNaN(Loss) ? result.Loss : (0.95 * Loss) + (0.05 * result.Loss);
    }
}
