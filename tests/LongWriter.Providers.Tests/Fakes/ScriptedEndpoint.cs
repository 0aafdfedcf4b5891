using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Fakes;

/// <summary>What one call of a <see cref="ScriptedEndpoint"/> does: it streams its pieces, then fails, hangs or finishes.</summary>
internal sealed record Turn(params string[] Pieces)
{
    public Exception? Failure { get; init; }

    /// <summary>Whether it says nothing more after its pieces, and does not listen to cancellation either.</summary>
    public bool Hangs { get; init; }

    public ChatFinishReason? Finish { get; init; } = ChatFinishReason.Stop;

    public static Turn Fails(Exception failure, params string[] pieces) => new(pieces) { Failure = failure };
}

/// <summary>An endpoint that does with each call what a test queued, notes when it was called, and counts calls in flight.</summary>
internal sealed class ScriptedEndpoint(TimeProvider time, params Turn[] turns) : IChatClient
{
    private readonly Queue<Turn> _turns = new(turns);
    private readonly TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _start = time.GetTimestamp();

    /// <summary>When calls came, since the beginning.</summary>
    public List<TimeSpan> Calls { get; } = [];

    /// <summary>Ends once a call hangs.</summary>
    public Task Hanging => _hanging.Task;

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Turn turn;
        lock (Calls)
        {
            Calls.Add(time.GetElapsedTime(_start));
            turn = _turns.Dequeue();
        }

        await Task.Yield();
        foreach (var piece in turn.Pieces)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        if (turn.Hangs)
        {
            _hanging.TrySetResult();
            await new TaskCompletionSource().Task;
        }

        if (turn.Failure is { } failure)
        {
            throw failure;
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { FinishReason = turn.Finish };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
