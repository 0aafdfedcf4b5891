using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>What one run wrote.</summary>
/// <param name="Name">As reports show it; no two runs that are compared have the same.</param>
public sealed record PairedRun(string Name, IReadOnlyList<Prediction> Predictions);

/// <summary>Has judges compare what two or more runs wrote for the same items: every pair in both orders, so that a judge's leaning to a place shows and cancels.</summary>
/// <param name="concurrency">Comparisons under way at a time, 1 or more.</param>
public sealed class PairRun(JudgeOptions options, int concurrency = 4)
{
    private readonly Lock _gate = new();
    private readonly PairJudge _pairs = new(options);

    /// <param name="past">Comparisons that stand; those of the same texts by the same judge are not made again.</param>
    /// <param name="keep">Puts a comparison on the disk; called for one at a time.</param>
    /// <param name="report">Called for one at a time with how many are done, how many there are, and how many stood before.</param>
    /// <returns>All comparisons of these runs by these judges, past ones included.</returns>
    /// <exception cref="ArgumentException">No item is common to two of the runs.</exception>
    public async Task<IReadOnlyList<PairJudgement>> RunAsync(IReadOnlyList<PairedRun> runs, IReadOnlyList<Judge> judges, IEnumerable<PairJudgement> past, Action<PairJudgement> keep, Action<int, int, int>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(keep);
        var tasks = (from pair in Pairs(runs) from judge in judges select (Pair: pair, Judge: judge, Texts: _pairs.HashOf(pair.Text.Prompt, pair.Text.Response, pair.Other.Response))).ToList();
        if (tasks.Count == 0)
        {
            throw new ArgumentException("these runs have no item in common", nameof(runs));
        }

        var stand = past.GroupBy(Key).ToDictionary(same => same.Key, same => same.First());
        var all = tasks.Select(task => stand.GetValueOrDefault((task.Pair.Text.Id, task.Pair.Text.Sample, task.Pair.First, task.Pair.Second, task.Judge.Name, task.Texts))).OfType<PairJudgement>().ToList();
        var left = tasks.Where(task => !stand.ContainsKey((task.Pair.Text.Id, task.Pair.Text.Sample, task.Pair.First, task.Pair.Second, task.Judge.Name, task.Texts))).ToList();
        var before = all.Count;
        report?.Invoke(before, tasks.Count, before);
        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken }, async (task, _) =>
        {
            var (pair, judge, _) = task;
            var made = await _pairs.CompareAsync(judge, pair.Text.Prompt, pair.Text.Response, pair.Other.Response, cancellationToken).ConfigureAwait(false);
            made = made with { Id = pair.Text.Id, Sample = pair.Text.Sample, First = pair.First, Second = pair.Second };
            lock (_gate)
            {
                keep(made);
                all.Add(made);
                report?.Invoke(all.Count, tasks.Count, before);
            }
        }).ConfigureAwait(false);
        return all;
    }

    /// <summary>Every two runs in both orders, item by item.</summary>
    private static IEnumerable<(string First, string Second, Prediction Text, Prediction Other)> Pairs(IReadOnlyList<PairedRun> runs) =>
        from first in runs
        from second in runs
        where first.Name != second.Name
        from pair in first.Predictions.Join(second.Predictions, Item, Item, (text, other) => (text, other))
        select (first.Name, second.Name, pair.text, pair.other);

    /// <summary>The prompt is part of it: items of the same name in two suites are not the same.</summary>
    private static (string, int, string) Item(Prediction prediction) => (prediction.Id, prediction.Sample, prediction.Prompt);

    private static (string, int, string, string, string, string) Key(PairJudgement comparison) => (comparison.Id, comparison.Sample, comparison.First, comparison.Second, comparison.Judge, comparison.Texts);
}
