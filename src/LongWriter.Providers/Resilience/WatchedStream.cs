using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Resilience;

/// <summary>
/// A stream of updates under a watchdog: where none comes for too long, the call is cancelled and left, whether or not its client listens
/// to that.
/// </summary>
/// <remarks>One reader at a time.</remarks>
internal sealed class WatchedStream : IAsyncDisposable
{
    private readonly TimeSpan _idle;
    private readonly TimeProvider _time;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _stop;
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly ITimer _watchdog;
    private Task<bool>? _pending;
    private long _since;
    private volatile bool _waiting;
    private bool _left;

    public WatchedStream(Func<CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> call, TimeSpan idle, TimeProvider time, CancellationToken cancellationToken)
    {
        (_idle, _time, _caller) = (idle, time, cancellationToken);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _updates = call(_stop.Token).GetAsyncEnumerator(_stop.Token);
        _watchdog = time.CreateTimer(static state => ((WatchedStream)state!).Look(), this, idle, Timeout.InfiniteTimeSpan);
    }

    public ChatResponseUpdate Current => _updates.Current;

    /// <exception cref="TimeoutException">No update came in time.</exception>
    public async ValueTask<bool> MoveNextAsync()
    {
        Volatile.Write(ref _since, _time.GetTimestamp());
        _waiting = true;
        try
        {
            var next = _updates.MoveNextAsync();
            if (next.IsCompletedSuccessfully)
            {
                return next.Result;
            }

            _pending = next.AsTask();
            return await _pending.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (_stop.IsCancellationRequested)
        {
            _caller.ThrowIfCancellationRequested();
            throw new TimeoutException($"nothing came for {_idle.TotalSeconds:0.#} s", e);
        }
        finally
        {
            _waiting = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_left)
        {
            return;
        }

        _left = true;
        await _watchdog.DisposeAsync().ConfigureAwait(false);
        if (_pending is { IsCompleted: false })
        {
            // The client does not listen: it is let go once it comes back by itself.
            await _stop.CancelAsync().ConfigureAwait(false);
            _ = LetGoAsync(_pending);
            return;
        }

        await _updates.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    /// <summary>The timer is set anew only when it fires, and a reader that takes its time is no stall.</summary>
    private void Look()
    {
        var left = _waiting ? _idle - _time.GetElapsedTime(Volatile.Read(ref _since)) : _idle;
        if (left > TimeSpan.Zero)
        {
            _watchdog.Change(left, Timeout.InfiniteTimeSpan);
        }
        else
        {
            _stop.Cancel();
        }
    }

    private async Task LetGoAsync(Task pending)
    {
        await pending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _updates.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
