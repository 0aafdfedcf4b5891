namespace LongWriter.Providers.Resilience;

/// <summary>What kind of fault a call to an endpoint met: it decides whether, when and how often the call is made again.</summary>
public enum FaultKind
{
    /// <summary>No answer, or no whole one: refused, reset, cut off.</summary>
    Transport,

    /// <summary>The endpoint wants fewer calls (429).</summary>
    RateLimited,

    /// <summary>The endpoint is overloaded or failed by itself (500 to 599).</summary>
    Server,

    /// <summary>No bytes for longer than the watchdog allows.</summary>
    Stalled,

    /// <summary>The key is missing, wrong or not allowed (401, 403): asking again is no use.</summary>
    Unauthorized,

    /// <summary>The request cannot be served as it is: unknown model, context too long, quota used up, refused by a policy. Asking again is no use.</summary>
    Rejected,
}

/// <summary>A fault of an endpoint, told apart from faults of our own.</summary>
/// <param name="RetryAfter">How long the endpoint wants to be left alone, where it says.</param>
/// <param name="Status">The HTTP status, where there was one.</param>
/// <param name="Message">What the endpoint said, one line, without keys.</param>
public sealed record EndpointFault(FaultKind Kind, string Message, int? Status = null, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether asking again may help.</summary>
    public bool IsTransient => Kind is FaultKind.Transport or FaultKind.RateLimited or FaultKind.Server or FaultKind.Stalled;
}

/// <summary>Reads the fault from what a client library threw, or null where the exception is none of an endpoint.</summary>
public delegate EndpointFault? FaultReader(Exception exception);
