using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace LongWriter.Inference.Kernels;

/// <summary>
/// Threads that share the work of one operation. An operation of a small model lasts microseconds, and a word that one core wrote takes
/// another a tenth of one to read: a worker is handed its part by a single word of its own, and spins for a while before it sleeps.
/// A part that its worker has not taken (on a busy machine it may not run for milliseconds) is done by the caller, who waits for
/// nobody but those at work.
/// </summary>
/// <remarks>One caller at a time.</remarks>
internal sealed class WorkerPool : IDisposable
{
    /// <summary>Looks for work, or for the others' end, before the processor is given away; a look costs some 40 ns.</summary>
    private const int SpinsBeforeSleep = 10_000;

    private const int SpinsBeforeYield = 500;

    private readonly Worker[] _workers;
    private Action<int, int> _work = (_, _) => { };

    public WorkerPool(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Parts = threads;
        _workers = [.. Enumerable.Range(1, threads - 1).Select(part => new Worker(this, part))];
    }

    private enum Hand
    {
        /// <summary>Nothing to do, or done.</summary>
        Idle,

        /// <summary>A part is there for whoever is first: its worker or the caller.</summary>
        Offered,

        /// <summary>Somebody is at it.</summary>
        Taken,

        /// <summary>The worker waits for its signal.</summary>
        Asleep,

        Stopping,
    }

    /// <summary>Number of parts every operation is cut into.</summary>
    public int Parts { get; }

    /// <summary>Where part <paramref name="part"/> of <paramref name="count"/> things begins.</summary>
    public static int Cut(int count, int part, int parts) => (int)((long)count * part / parts);

    /// <summary>Runs <c>work(part, parts)</c> once for every part and returns when all are done; one of the exceptions is thrown then.</summary>
    public void Run(Action<int, int> work)
    {
        _work = work;
        foreach (var worker in _workers)
        {
            worker.Hand(WorkerPool.Hand.Offered);
        }

        Exception? failure = null;
        try
        {
            work(0, Parts);
        }
        catch (Exception e)
        {
            failure = e;
        }

        foreach (var worker in _workers)
        {
            worker.Take();
        }

        foreach (var worker in _workers)
        {
            worker.Await();
            failure ??= worker.Failure;
            worker.Failure = null;
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            worker.Hand(WorkerPool.Hand.Stopping);
        }

        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
    }

    private sealed class Worker : IDisposable
    {
        private readonly WorkerPool _pool;
        private readonly int _part;
        private readonly Thread _thread;
        private readonly SemaphoreSlim _signal = new(0);
        private State _state;

        public Worker(WorkerPool pool, int part)
        {
            (_pool, _part) = (pool, part);
            _thread = new Thread(Loop) { IsBackground = true, Name = $"inference {part}" };
            _thread.Start();
        }

        public Exception? Failure { get; set; }

        public void Hand(Hand hand)
        {
            if (Interlocked.Exchange(ref _state.Hand, hand) == WorkerPool.Hand.Asleep)
            {
                _signal.Release();
            }
        }

        /// <summary>Does the part that is offered, if nobody does yet.</summary>
        public void Take()
        {
            if (Interlocked.CompareExchange(ref _state.Hand, WorkerPool.Hand.Taken, WorkerPool.Hand.Offered) != WorkerPool.Hand.Offered)
            {
                return;
            }

            try
            {
                _pool._work(_part, _pool.Parts);
            }
            catch (Exception e)
            {
                Failure = e;
            }

            _state.Hand = WorkerPool.Hand.Idle;
        }

        public void Await()
        {
            var spin = default(SpinWait);
            for (var spins = 0; _state.Hand == WorkerPool.Hand.Taken; spins++)
            {
                if (spins < SpinsBeforeYield)
                {
                    Thread.SpinWait(1);
                    continue;
                }

                spin.SpinOnce(sleep1Threshold: -1);
            }
        }

        public void Dispose()
        {
            _thread.Join();
            _signal.Dispose();
        }

        private void Loop()
        {
            for (var spins = 0; ; spins++)
            {
                switch (_state.Hand)
                {
                    case WorkerPool.Hand.Offered:
                        Take();
                        spins = 0;
                        break;
                    case WorkerPool.Hand.Stopping:
                        return;
                    case WorkerPool.Hand.Idle when spins >= SpinsBeforeSleep && Interlocked.CompareExchange(ref _state.Hand, WorkerPool.Hand.Asleep, WorkerPool.Hand.Idle) == WorkerPool.Hand.Idle:
                        _signal.Wait();
                        spins = 0;
                        break;
                    default:
                        Thread.SpinWait(1);
                        break;
                }
            }
        }
    }

    /// <summary>Alone in its two cache lines: a neighbour's writes would take it away from those who look at it.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct State
    {
        [FieldOffset(128)]
        public volatile Hand Hand;
    }
}
