using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed class WorkerPoolTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 9000)]
    [InlineData(2, 10_000)]
    [InlineData(3, 600)]
    [InlineData(4, 250)]
    [InlineData(5, 150)]
    public async Task Every_part_runs_exactly_once_in_every_run(int threads, int runs)
    {
        // 20,000 runs in all, most of them where a small machine has a core for each thread. Gaps of every length around the moment
        // at which the workers fall asleep stand between them.
        var random = new Random(threads);
        var ran = new int[threads];
        using var pool = new WorkerPool(threads);
        for (var run = 1; run <= runs; run++)
        {
            pool.Run((part, parts) =>
            {
                Assert.Equal(threads, parts);
                Interlocked.Increment(ref ran[part]);
            });
            if (Array.Exists(ran, times => Volatile.Read(ref times) != run))
            {
                Assert.Fail($"after {run} runs the parts ran {string.Join(", ", ran)} times");
            }

            if (run % 50 == 0)
            {
                Thread.SpinWait(random.Next(60_000));
            }

            if (run % 100 == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
            }
        }

        Assert.Equal(threads, pool.Parts);
        Assert.All(ran, times => Assert.Equal(runs, times));
    }

    [Fact]
    public void What_the_parts_wrote_is_seen_by_the_caller_and_what_he_wrote_by_the_parts()
    {
        using var pool = new WorkerPool(3);
        var (input, output) = (new long[300], new long[300]);
        for (var run = 0; run < 100; run++)
        {
            Array.Fill(input, run);
            pool.Run((part, parts) =>
            {
                for (var i = part; i < input.Length; i += parts)
                {
                    output[i] = input[i] * 2;
                }
            });
            Assert.All(output, value => Assert.Equal(run * 2, value));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void An_exception_of_any_part_reaches_the_caller_after_all_parts_have_ended(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (var failing = 0; failing < threads; failing++)
        {
            for (var run = 0; run < 50; run++)
            {
                var ended = new int[threads];
                var e = Assert.Throws<InvalidOperationException>(() => pool.Run((part, _) =>
                {
                    if (part == failing)
                    {
                        Interlocked.Increment(ref ended[part]);
                        throw new InvalidOperationException($"part {part}");
                    }

                    Thread.SpinWait(2000);
                    Interlocked.Increment(ref ended[part]);
                }));
                Assert.Equal($"part {failing}", e.Message);
                Assert.All(ended, times => Assert.Equal(1, times));
            }
        }

        var ran = new int[threads];
        pool.Run((part, _) => Interlocked.Increment(ref ran[part]));
        Assert.All(ran, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Of_several_exceptions_one_reaches_the_caller_and_none_is_left_for_the_next_run()
    {
        using var pool = new WorkerPool(4);
        for (var run = 0; run < 50; run++)
        {
            Assert.Throws<InvalidOperationException>(() => pool.Run((part, _) => throw new InvalidOperationException($"part {part}")));
            var ran = 0;
            pool.Run((_, _) => Interlocked.Increment(ref ran));
            Assert.Equal(4, ran);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task Dispose_returns_from_fresh_busy_and_sleeping_workers(int threads)
    {
        for (var round = 0; round < 6; round++)
        {
            var pool = new WorkerPool(threads);
            if (round % 3 > 0)
            {
                pool.Run((_, _) => { });
            }

            if (round % 3 > 1)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), Token);
            }

            await Task.Run(pool.Dispose, Token).WaitAsync(s_patience, Token);
        }
    }

    [Fact]
    public void A_pool_without_threads_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
}
