namespace LongWriter.Inference.Kernels;

/// <summary>
/// Threads that share the work of one operation. An operation of a small model lasts microseconds, so workers spin for a while
/// before they sleep. Parts are claimed, not assigned: on a busy machine, where a worker may not run for milliseconds, the caller
/// takes its parts too and waits for nobody but those at work.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 2000;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private volatile Operation? _operation;
    private volatile bool _stopping;

    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Parts = threads;
        _wake = [.. Enumerable.Range(0, threads).Select(_ => new SemaphoreSlim(0))];
        _asleep = new int[threads];
        _threads = [.. Enumerable.Range(1, threads - 1).Select(worker => new Thread(() => Loop(worker)) { IsBackground = true, Name = $"inference {worker}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Number of parts every operation is cut into.</summary>
    public int Parts { get; }

    /// <summary>Runs <c>work(part, parts)</c> once for every part and returns when all are done; the first exception is thrown then.</summary>
    public void Run(Action<int, int> work)
    {
        if (Parts == 1)
        {
            work(0, 1);
            return;
        }

        var operation = new Operation(work, Parts);
        _operation = operation;
        Wake();
        operation.TakeParts();
        operation.Await();
    }

    public void Dispose()
    {
        _stopping = true;
        Wake();
        Array.ForEach(_threads, thread => thread.Join());
        Array.ForEach(_wake, semaphore => semaphore.Dispose());
    }

    private void Wake()
    {
        for (var worker = 1; worker < Parts; worker++)
        {
            if (Interlocked.Exchange(ref _asleep[worker], 0) == 1)
            {
                _wake[worker].Release();
            }
        }
    }

    private void Loop(int worker)
    {
        Operation? last = null;
        while (Next(worker, last) is { } operation)
        {
            operation.TakeParts();
            last = operation;
        }
    }

    /// <summary>The next operation, or null when the pool is being disposed.</summary>
    private Operation? Next(int worker, Operation? last)
    {
        for (var spins = 0; ; spins++)
        {
            if (_stopping)
            {
                return null;
            }

            if (_operation is { } operation && !ReferenceEquals(operation, last))
            {
                return operation;
            }

            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(8);
                continue;
            }

            // Either the caller takes the mark and sends a signal, or this thread takes it back because work came in between.
            Interlocked.Exchange(ref _asleep[worker], 1);
            var quiet = !_stopping && (_operation is null || ReferenceEquals(_operation, last));
            if (quiet || Interlocked.Exchange(ref _asleep[worker], 0) == 0)
            {
                _wake[worker].Wait();
            }

            spins = 0;
        }
    }

    /// <summary>One call of <see cref="Run"/>: a late worker finds it exhausted and touches nothing of the next one.</summary>
    private sealed class Operation(Action<int, int> work, int parts)
    {
        private int _claimed;
        private int _done;
        private Exception? _failure;

        public void TakeParts()
        {
            for (var part = Interlocked.Increment(ref _claimed) - 1; part < parts; part = Interlocked.Increment(ref _claimed) - 1)
            {
                try
                {
                    work(part, parts);
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref _failure, e, null);
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void Await()
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _done) < parts)
            {
                spin.SpinOnce(sleep1Threshold: -1);
            }

            if (_failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            }
        }
    }
}
