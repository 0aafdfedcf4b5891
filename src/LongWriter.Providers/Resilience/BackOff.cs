namespace LongWriter.Providers.Resilience;

/// <summary>Exponential back-off with jitter: calls that failed together do not come back together.</summary>
internal sealed class BackOff(ResilienceOptions options)
{
    /// <summary>Doublings beyond that overflow nothing and change nothing.</summary>
    private const int MostDoublings = 30;

    private readonly Random _random = new(options.Seed);

    /// <summary>What to wait for after a fault: the endpoint's own word, else between a half and the whole of the doubled delay.</summary>
    /// <param name="earlier">Faults in a row before this one, 0 or more.</param>
    public TimeSpan After(EndpointFault fault, int earlier)
    {
        if (fault.RetryAfter is { } asked)
        {
            return asked;
        }

        var longest = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(earlier, MostDoublings)), options.LongestDelay.TotalSeconds);
        return TimeSpan.FromSeconds(longest * (1 - (Draw() / 2)));
    }

    private double Draw()
    {
        lock (_random)
        {
            return _random.NextDouble();
        }
    }
}
