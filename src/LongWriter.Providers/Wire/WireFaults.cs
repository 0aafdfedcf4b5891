using System.Net.Sockets;
using System.Text.Json;
using LongWriter.Providers.Resilience;

namespace LongWriter.Providers.Wire;

/// <summary>Reads faults that look the same whoever is at the other end.</summary>
internal static class WireFaults
{
    /// <param name="known">What the words mean by which one provider classifies its errors; null leaves it to the status.</param>
    /// <param name="unreadable">Whether an exception of the provider's library says that an answer could not be read.</param>
    public static EndpointFault? Read(Exception exception, Func<ErrorBody, FaultKind?> known, Func<Exception, bool> unreadable)
    {
        if (exception is OperationCanceledException and not { InnerException: TimeoutException })
        {
            return null; // the caller's own wish, whatever the connection says to it
        }

        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case RefusedException refused:
                    return Of(refused, known);
                case PolicyException:
                    return new EndpointFault(FaultKind.Rejected, e.Message);
                case BrokenAnswerException:
                    return new EndpointFault(FaultKind.Transport, e.Message);
                case JsonException:
                    return new EndpointFault(FaultKind.Transport, "what came back cannot be read");
                case HttpRequestException or IOException or SocketException or TimeoutException:
                    return new EndpointFault(FaultKind.Transport, ErrorBody.OneLine("the connection failed: " + Innermost(e).Message));
            }
        }

        return unreadable(exception) ? new EndpointFault(FaultKind.Transport, "what came back cannot be read") : null;
    }

    private static EndpointFault Of(RefusedException refused, Func<ErrorBody, FaultKind?> known)
    {
        var retryAfter = refused.RetryAfter ?? refused.Error.RetryAfter;

        // An error in the middle of an answer that was accepted has no status.
        var fault = (refused.Status ?? refused.Error.Status) is { } status
            ? TransportFaults.OfStatus(status, refused.Error.Message, retryAfter)
            : new EndpointFault(FaultKind.Server, refused.Error.Message is { Length: > 0 } message ? message : "no reason given", null, retryAfter);
        return known(refused.Error) is { } kind ? fault with { Kind = kind } : fault;
    }

    private static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;
}
