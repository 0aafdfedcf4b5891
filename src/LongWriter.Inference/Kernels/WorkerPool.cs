namespace LongWriter.Inference.Kernels;

/// <summary>
/// Threads that share the work of one operation. An operation of a small model lasts microseconds, so workers spin for a while
/// before they sleep; the caller takes part 0 itself.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 4000;
    private readonly Thread[] _threads;
    private readonly SemaphoreSlim[] _wake;
    private readonly int[] _asleep;
    private Action<int, int>? _work;
    private int _generation;
    private int _running;
    private volatile bool _stopping;
    private Exception? _failure;

    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Parts = threads;
        _wake = [.. Enumerable.Range(0, threads).Select(_ => new SemaphoreSlim(0))];
        _asleep = new int[threads];
        _threads = [.. Enumerable.Range(1, threads - 1).Select(part => new Thread(() => Loop(part)) { IsBackground = true, Name = $"inference {part}" })];
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>Number of parts every operation is cut into.</summary>
    public int Parts { get; }

    /// <summary>Runs <c>work(part, parts)</c> for every part and returns when all are done.</summary>
    public void Run(Action<int, int> work)
    {
        if (Parts == 1)
        {
            work(0, 1);
            return;
        }

        _work = work;
        Volatile.Write(ref _running, Parts - 1);
        Interlocked.Increment(ref _generation);
        Wake();
        work(0, Parts);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _running) > 0)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        Interlocked.Increment(ref _generation);
        Wake();
        Array.ForEach(_threads, thread => thread.Join());
        Array.ForEach(_wake, semaphore => semaphore.Dispose());
    }

    private void Wake()
    {
        for (var part = 1; part < Parts; part++)
        {
            if (Interlocked.Exchange(ref _asleep[part], 0) == 1)
            {
                _wake[part].Release();
            }
        }
    }

    private void Loop(int part)
    {
        var seen = 0;
        while (true)
        {
            Await(part, ref seen);
            if (_stopping)
            {
                return;
            }

            try
            {
                _work!(part, Parts);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref _failure, e, null);
            }

            Interlocked.Decrement(ref _running);
        }
    }

    private void Await(int part, ref int seen)
    {
        for (var spins = 0; Volatile.Read(ref _generation) == seen; spins++)
        {
            if (spins < SpinsBeforeSleep)
            {
                Thread.SpinWait(8);
                continue;
            }

            // Either the caller takes the mark and sends a signal, or this thread takes it back because work came in between.
            Interlocked.Exchange(ref _asleep[part], 1);
            if (Volatile.Read(ref _generation) == seen || Interlocked.Exchange(ref _asleep[part], 0) == 0)
            {
                _wake[part].Wait();
            }

            spins = 0;
        }

        seen = Volatile.Read(ref _generation);
    }
}
