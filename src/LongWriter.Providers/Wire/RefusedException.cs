namespace LongWriter.Providers.Wire;

/// <summary>An endpoint answered with an error: by its status, or by an error object in the midst of a stream.</summary>
/// <param name="status">The HTTP status; null where a stream began well.</param>
/// <param name="retryAfter">How long the endpoint wants to be left alone, where it says.</param>
/// <param name="body">What it sent, without the key.</param>
/// <remarks>Thrown below the client libraries: they keep an error's text or the time to wait to themselves, each another part of it.</remarks>
internal sealed class RefusedException(int? status, TimeSpan? retryAfter, string body) : Exception($"the endpoint refused{(status is null ? "" : $" ({status})")}")
{
    public int? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    public ErrorBody Error { get; } = ErrorBody.Read(body);
}
