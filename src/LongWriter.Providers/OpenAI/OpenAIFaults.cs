using LongWriter.Providers.Resilience;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.OpenAI;

/// <summary>Reads the faults of endpoints that speak OpenAI's chat completions.</summary>
internal static class OpenAIFaults
{
    /// <remarks>The library knows the reasons to finish that OpenAI has; those of other servers mostly say that an answer broke off.</remarks>
    public static EndpointFault? Read(Exception exception) => exception is ArgumentOutOfRangeException { ActualValue: string reason }
        ? new EndpointFault(FaultKind.Transport, ErrorBody.OneLine($"the answer ended with '{reason}', which is no known reason to finish"))
        : WireFaults.Read(exception, Known, IsUnreadable);

    /// <summary>A used-up quota comes with the status of too many calls, but does not fill up again by itself.</summary>
    private static FaultKind? Known(ErrorBody error) =>
        Says(error, "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "context_length_exceeded", "content_filter", "content_policy_violation", "model_not_found") ? FaultKind.Rejected
        : Says(error, "invalid_api_key", "API_KEY_INVALID") ? FaultKind.Unauthorized
        : Says(error, "rate_limit_exceeded", "rate_limit_error", "RESOURCE_EXHAUSTED") ? FaultKind.RateLimited
        : null;

    private static bool Says(ErrorBody error, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (error.Codes.Split(' ').Contains(word, StringComparer.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>JSON of another shape than the library expects: it throws what its way through that JSON happens to end in.</summary>
    private static bool IsUnreadable(Exception exception) => exception is InvalidOperationException or FormatException or KeyNotFoundException or NullReferenceException;
}
