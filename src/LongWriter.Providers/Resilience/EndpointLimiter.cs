namespace LongWriter.Providers.Resilience;

/// <summary>
/// What all calls to one endpoint share: how many are in flight at once, and until when the endpoint wants to be left alone. Calls enter
/// in the order in which they asked.
/// </summary>
/// <param name="concurrency">Calls in flight at once, 1 or more; null for no limit.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class EndpointLimiter(int? concurrency = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly int _most = concurrency is null or >= 1 ? concurrency ?? int.MaxValue : throw new ArgumentOutOfRangeException(nameof(concurrency), concurrency, "at least one call must be possible");
    private ITimer? _timer;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _inFlight;

    /// <summary>Calls in flight.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _inFlight;
            }
        }
    }

    /// <summary>Waits for a place; disposing what it gives frees the place.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled before there was one.</exception>
    public async ValueTask<IDisposable> EnterAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _waiting.AddLast(turn);
            Admit();
        }

        using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn))
        {
            await turn.Task.ConfigureAwait(false);
        }

        return new Place(this);
    }

    /// <summary>Holds back every call that has not begun yet; an earlier hold that lasts longer stays.</summary>
    public void Hold(TimeSpan duration)
    {
        lock (_gate)
        {
            var until = _time.GetUtcNow() + duration;
            _notBefore = until > _notBefore ? until : _notBefore;
        }
    }

    /// <summary>Lets in whoever may enter now. Called with the gate held.</summary>
    private void Admit()
    {
        while (_waiting.First is { } first && _inFlight < _most)
        {
            var wait = _notBefore - _time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                _timer ??= _time.CreateTimer(static state => ((EndpointLimiter)state!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _timer.Change(wait, Timeout.InfiniteTimeSpan);
                return;
            }

            // Whoever gave up is passed over.
            _waiting.RemoveFirst();
            _inFlight += first.Value.TrySetResult() ? 1 : 0;
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Admit();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _inFlight--;
            Admit();
        }
    }

    private sealed class Place(EndpointLimiter limiter) : IDisposable
    {
        private EndpointLimiter? _limiter = limiter;

        public void Dispose() => Interlocked.Exchange(ref _limiter, null)?.Leave();
    }
}
