using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>One answer of a <see cref="ScriptedChatClient"/>.</summary>
internal sealed record Reply(string Text)
{
    public ChatFinishReason? Finish { get; init; } = ChatFinishReason.Stop;

    /// <summary>Lengths of the streamed pieces, used in turn; null streams the text whole.</summary>
    public IReadOnlyList<int>? Pieces { get; init; }

    public UsageDetails? Usage { get; init; }

    /// <summary>Thrown once the text is streamed.</summary>
    public Exception? Failure { get; init; }

    public static implicit operator Reply(string text) => new(text);
}

/// <summary>One call a <see cref="ScriptedChatClient"/> received.</summary>
internal sealed record Call(string Prompt, ChatOptions Options, CancellationToken Token)
{
    /// <summary>Role and text of each message.</summary>
    public IReadOnlyList<(string Role, string Text)> Messages { get; init; } = [];
}

/// <summary>Answers with what a test queued, in order, and records what it was asked; a call too many fails.</summary>
internal sealed class ScriptedChatClient(params Reply[] replies) : IChatClient
{
    private readonly Queue<Reply> _replies = new(replies);

    public List<Call> Calls { get; } = [];

    /// <summary>Replies nobody asked for.</summary>
    public int Left => _replies.Count;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls.Add(new Call(string.Concat(messages.Select(message => message.Text)), options ?? new ChatOptions(), cancellationToken) { Messages = [.. messages.Select(message => (message.Role.Value, message.Text))] });
        if (!_replies.TryDequeue(out var reply))
        {
            throw new InvalidOperationException($"call {Calls.Count} has no reply in the script");
        }

        var at = 0;
        for (var piece = 0; at < reply.Text.Length; piece++)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            var length = Math.Min(reply.Pieces is { } pieces ? pieces[piece % pieces.Count] : reply.Text.Length, reply.Text.Length - at);
            yield return new ChatResponseUpdate(ChatRole.Assistant, reply.Text.Substring(at, length));
            at += length;
        }

        if (reply.Failure is { } failure)
        {
            throw failure;
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, reply.Usage is { } usage ? [new UsageContent(usage)] : []) { FinishReason = reply.Finish };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted", null, "scripted-1") : null;

    public void Dispose()
    {
    }
}
