using System.Collections.Concurrent;

namespace LongWriter.Providers.Resilience;

/// <summary>One limiter for each endpoint: models that live at the same address share it, whatever they are used for.</summary>
/// <param name="concurrency">Calls in flight at once at each endpoint; null for no limit.</param>
public sealed class EndpointLimits(int? concurrency = null, TimeProvider? time = null)
{
    private readonly ConcurrentDictionary<string, EndpointLimiter> _limiters = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="endpoint">What tells endpoints apart: the address, and the key's owner where several are used.</param>
    public EndpointLimiter Of(string endpoint) => _limiters.GetOrAdd(endpoint, _ => new EndpointLimiter(concurrency, time));
}
