using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LongWriter.Providers.Resilience;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Fakes;

/// <summary>The least that speaks the chat protocol of OpenAI: one request, a stream of events. It asks once and throws what it meets.</summary>
internal sealed class SseChatClient(Uri address, TimeProvider time) : IChatClient
{
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Reads what it throws for a status.</summary>
    public static EndpointFault? ReadFault(Exception exception) => (exception as EndpointException)?.Fault;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(JsonSerializer.Serialize(new { model = "test", stream = true, seed = options?.Seed, messages = messages.Select(message => new { role = message.Role.Value, content = message.Text }) }), Encoding.UTF8, "application/json"),
        };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var said = await response.Content.ReadAsStringAsync(cancellationToken);
            var wait = response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
            throw new EndpointException("", TransportFaults.OfStatus((int)response.StatusCode, said, wait));
        }

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: {", StringComparison.Ordinal))
            {
                yield return Update(line.AsMemory(6));
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _http.Dispose();

    private static ChatResponseUpdate Update(ReadOnlyMemory<char> json)
    {
        using var document = JsonDocument.Parse(json);
        var choice = document.RootElement.GetProperty("choices")[0];
        var text = choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null;
        return new ChatResponseUpdate(ChatRole.Assistant, text) { FinishReason = choice.GetProperty("finish_reason").GetString() is { } finish ? new ChatFinishReason(finish) : null };
    }
}
