namespace LongWriter.Providers.Fakes;

/// <summary>A clock that stands still until it is moved to the next timer that is due.</summary>
internal sealed class SteppedTime : TimeProvider
{
    /// <summary>Timers further off than this are watchdogs: they fire only where a test lets them.</summary>
    private static readonly TimeSpan s_horizon = TimeSpan.FromSeconds(100);

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private readonly DateTimeOffset _start = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    private TimeSpan _now;

    /// <summary>Since the beginning.</summary>
    public TimeSpan Now
    {
        get
        {
            lock (_gate)
            {
                return _now;
            }
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _start + Now;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass from timer to timer until a task ends.</summary>
    public async Task<T> RunAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            // What a timer set going runs on other threads: it gets to its own next wait before time goes on.
            Step();
            await Task.WhenAny(task, Task.Delay(s_settle));
        }

        return await task;
    }

    public async Task RunAsync(Task task)
    {
        await RunAsync(Waited());

        async Task<int> Waited()
        {
            await task;
            return 0;
        }
    }

    /// <summary>Lets a span of time pass, and everything that is due in it happen.</summary>
    public void Advance(TimeSpan span)
    {
        var end = Now + span;
        while (Step(end))
        {
        }

        lock (_gate)
        {
            _now = end;
        }
    }

    private void Step() => Step(Now + s_horizon);

    private bool Step(TimeSpan until)
    {
        Timer? next;
        lock (_gate)
        {
            next = _timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            if (next is null)
            {
                return false;
            }

            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
        }

        next.Fire();
        return true;
    }

    private sealed class Timer(SteppedTime time, Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                time._timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = time._now + dueTime;
                    time._timers.Add(this);
                }
            }

            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
