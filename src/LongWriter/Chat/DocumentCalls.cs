using Microsoft.Extensions.AI;

namespace LongWriter.Chat;

/// <summary>The calls of one document: what was said before goes ahead of each, and the caller's options go along. Owns nothing.</summary>
internal sealed class DocumentCalls(IChatClient inner, IReadOnlyList<ChatMessage> before, ChatOptions? options) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.GetResponseAsync([.. before, .. messages], Merge(options), cancellationToken);

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        inner.GetStreamingResponseAsync([.. before, .. messages], Merge(options), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);

    public void Dispose()
    {
    }

    /// <summary>The caller's options with what the call itself needs; without what belongs to a single answer.</summary>
    private ChatOptions Merge(ChatOptions? call)
    {
        var merged = options?.Clone() ?? new ChatOptions();
        (merged.Seed, merged.Temperature, merged.MaxOutputTokens) = (call?.Seed, call?.Temperature, call?.MaxOutputTokens);
        (merged.Tools, merged.ToolMode, merged.ResponseFormat, merged.ConversationId) = (null, null, null, null);
        merged.AdditionalProperties?.Remove(LongWritingChatClient.Words);
        foreach (var (name, value) in call?.AdditionalProperties ?? [])
        {
            (merged.AdditionalProperties ??= [])[name] = value;
        }

        return merged;
    }
}
