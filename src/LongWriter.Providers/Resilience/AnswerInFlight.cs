using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Resilience;

/// <summary>A streamed answer with its place at the endpoint. What comes before its first words is held back until they are there.</summary>
internal sealed class AnswerInFlight(IDisposable place, WatchedStream stream, bool expectsFinishReason) : IAsyncDisposable
{
    private readonly Queue<ChatResponseUpdate> _held = new();
    private bool _finished;
    private bool _ended;

    /// <summary>Waits for the first words, or the end of an answer that has none.</summary>
    public async ValueTask BeginAsync()
    {
        while (await ReadAsync().ConfigureAwait(false) is { } update)
        {
            _held.Enqueue(update);
            if (update.Contents.Any(content => content is not UsageContent and not TextContent { Text.Length: 0 }))
            {
                return;
            }
        }
    }

    /// <summary>The next update, or null at the end.</summary>
    /// <exception cref="IOException">It ended before it was whole.</exception>
    public ValueTask<ChatResponseUpdate?> NextAsync() => _held.TryDequeue(out var update) ? new(update) : ReadAsync();

    public async ValueTask DisposeAsync()
    {
        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            place.Dispose();
        }
    }

    private async ValueTask<ChatResponseUpdate?> ReadAsync()
    {
        if (!_ended && await stream.MoveNextAsync().ConfigureAwait(false))
        {
            _finished |= stream.Current.FinishReason is not null;
            return stream.Current;
        }

        _ended = true;
        return _finished || !expectsFinishReason ? null : throw new IOException("the answer ended in the middle");
    }
}
