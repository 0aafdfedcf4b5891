using System.Diagnostics;
using LongWriter.Training.Optimization;
using TorchSharp;

namespace LongWriter.Training.Tests.Optimization;

/// <summary>Not a test: what a step costs. Runs when asked for by <c>--explicit only --filter-class '*AdamSpeed' --show-live-output on</c>.</summary>
public sealed class AdamSpeed(ITestOutputHelper output)
{
    private const int Steps = 20;

    [Theory(Explicit = true)]
    [InlineData(5_000_000, 1)]
    [InlineData(5_000_000, 2)]
    [InlineData(50_000_000, 1)]
    [InlineData(50_000_000, 2)]
    public void Nanoseconds_for_a_weight(int weights, int threads)
    {
        const int Columns = 1000;
        using var master = torch.randn(weights / Columns, Columns).requires_grad_(true);
        using var leaf = torch.zeros_like(master).requires_grad_(true);
        leaf.grad = torch.randn(weights / Columns, Columns);
        var ours = new AdamW([master], 0.9, 0.95, 1e-8, 0.1, threads);
        var own = Least(() => ours.Apply([leaf], 1e-3, 1));

        using var parameter = new TorchSharp.Modules.Parameter(master.detach().clone());
        parameter.grad = leaf.grad;
        using var optimizer = torch.optim.AdamW([parameter], 1e-3, 0.9, 0.95, 1e-8, 0.1);
        torch.set_num_threads(threads);
        var theirs = Least(() => optimizer.step());
        output.WriteLine($"{weights / 1e6} M weights, {threads} threads: {own / weights:F2} ns a weight, TorchSharp's AdamW {theirs / weights:F2}");
    }

    /// <summary>Nanoseconds of the fastest step: the others were disturbed.</summary>
    private static double Least(Action step)
    {
        step();
        return Enumerable.Range(0, Steps).Min(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            step();
            return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        });
    }
}
