namespace LongWriter.Providers.Resilience;

/// <summary>How patient calls to one endpoint are.</summary>
public sealed record ResilienceOptions
{
    /// <summary>The endpoint as error messages name it.</summary>
    public required string Endpoint { get; init; }

    /// <summary>Attempts at a call that meets transient faults, 1 or more.</summary>
    public int Attempts { get; init; } = 10;

    /// <summary>The first back-off; each one after it is twice as long, less up to a half that is drawn.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest back-off. What an endpoint asks for with Retry-After is not shortened by it.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>An endpoint that wants to be left alone for longer than this fails the call, so that a person can decide.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A stream that brings nothing for so long counts as stalled.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>A call that is not streamed counts as stalled after so long.</summary>
    public TimeSpan WholeAnswer { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Whether a stream that ends without a finish reason counts as cut off. The protocols all have one; servers that never send it
    /// would else fail every call.
    /// </summary>
    public bool ExpectsFinishReason { get; init; } = true;

    /// <summary>Seed of the jitter.</summary>
    public int Seed { get; init; }
}
