namespace LongWriter.Providers.Resilience;

/// <summary>A call to an endpoint failed for good; the message names the endpoint, what it said and what to do.</summary>
public sealed class EndpointException(string message, EndpointFault fault, Exception? inner = null) : Exception(message, inner)
{
    public EndpointFault Fault { get; } = fault;
}
