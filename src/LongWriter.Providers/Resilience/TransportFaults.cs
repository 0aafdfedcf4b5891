using System.Net.Sockets;

namespace LongWriter.Providers.Resilience;

/// <summary>Faults of any HTTP endpoint, by what the framework throws and by status; readers for single client libraries build on it.</summary>
public static class TransportFaults
{
    /// <summary>Reads <see cref="HttpRequestException"/>, <see cref="IOException"/>, <see cref="SocketException"/> and <see cref="TimeoutException"/>, also inside another exception.</summary>
    public static EndpointFault? Read(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception switch
        {
            HttpRequestException { StatusCode: { } status } http => OfStatus((int)status, http.Message),
            TimeoutException => new EndpointFault(FaultKind.Stalled, OneLine(exception.Message)),
            HttpRequestException or IOException or SocketException => new EndpointFault(FaultKind.Transport, OneLine(exception.GetBaseException().Message)),
            AggregateException or OperationCanceledException => exception.InnerException is { } inner ? Read(inner) : null,
            _ => null,
        };
    }

    /// <summary>The fault that an HTTP status other than success stands for.</summary>
    /// <param name="message">What the endpoint said; the status where it said nothing.</param>
    public static EndpointFault OfStatus(int status, string? message, TimeSpan? retryAfter = null)
    {
        var kind = status switch
        {
            401 or 403 => FaultKind.Unauthorized,
            429 => FaultKind.RateLimited,
            408 or 409 or 425 => FaultKind.Transport,
            >= 500 => FaultKind.Server,
            _ => FaultKind.Rejected,
        };
        return new EndpointFault(kind, string.IsNullOrWhiteSpace(message) ? $"HTTP status {status}" : OneLine(message), status, retryAfter);
    }

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
