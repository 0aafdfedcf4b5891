namespace LongWriter.Providers.Resilience;

/// <summary>A call to an endpoint failed for good; the message names the endpoint, what it said and what to do.</summary>
public sealed class EndpointException(string message, EndpointFault fault, Exception? inner = null) : Exception(message, inner)
{
    public EndpointFault Fault { get; } = fault;

    /// <param name="attempts">Attempts made so far, this one included.</param>
    internal static EndpointException Of(string endpoint, EndpointFault fault, int attempts, Exception? inner)
    {
        var remedy = fault.Kind switch
        {
            FaultKind.Unauthorized => "Check the endpoint's key and what the key may use",
            FaultKind.Rejected => "Check the model's name, the account's quota and the length of the request",
            FaultKind.RateLimited => "Go on with the run later, or with fewer calls at once",
            FaultKind.Server => "Go on with the run when the endpoint is well again",
            FaultKind.Stalled => "Go on with the run when the endpoint is well again, or allow it more time",
            _ => "Check the address and the network, then go on with the run",
        };
        var status = fault.Status is { } code && !fault.Message.Contains($"{code}", StringComparison.Ordinal) ? $" (HTTP status {code})" : "";
        return new EndpointException($"{endpoint}: {fault.Message}{status}{(attempts > 1 ? $", after {attempts} attempts" : "")}. {remedy}.", fault, inner);
    }
}
