using Anthropic.Exceptions;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.Anthropic;

/// <summary>Reads the faults of Anthropic's API. Its words for errors say in mid-stream what the status says at the beginning.</summary>
internal static class AnthropicFaults
{
    public static EndpointFault? Read(Exception exception) => WireFaults.Read(exception, Known, e => e is AnthropicInvalidDataException);

    private static FaultKind? Known(ErrorBody error) => error.Codes switch
    {
        "rate_limit_error" => FaultKind.RateLimited,
        "overloaded_error" or "api_error" or "timeout_error" => FaultKind.Server,
        "authentication_error" or "permission_error" => FaultKind.Unauthorized,
        "invalid_request_error" or "not_found_error" or "request_too_large" or "billing_error" => FaultKind.Rejected,
        _ => null,
    };
}
