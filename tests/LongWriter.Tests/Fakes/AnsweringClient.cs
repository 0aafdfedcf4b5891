using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Fakes;

/// <summary>A model that works its answer out from the prompt, streams it in pieces and says what it used.</summary>
internal abstract class AnsweringClient : IChatClient
{
    private const int Piece = 50;

    /// <summary>Sections may be asked for at once.</summary>
    private readonly Lock _asked = new();

    /// <summary>Role and text of the messages of each call.</summary>
    public List<IReadOnlyList<(string Role, string Text)>> Messages { get; } = [];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        var prompt = string.Concat(messages.Select(message => message.Text));
        Reply reply;
        lock (_asked)
        {
            Messages.Add([.. messages.Select(message => (message.Role.Value, message.Text))]);
            reply = Reply(prompt, options?.Seed ?? 0);
        }

        var text = reply.Text;
        for (var at = 0; at < text.Length; at += Piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, text.Substring(at, Math.Min(Piece, text.Length - at)));
        }

        if (reply.Failure is { } failure)
        {
            throw failure;
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = prompt.Length / 4, OutputTokenCount = text.Length / 4 })]) { FinishReason = reply.Finish };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    protected virtual Reply Reply(string prompt, long seed) => Answer(prompt, seed);

    protected abstract string Answer(string prompt, long seed);
}
