using LongWriter.Evaluation.Running;

namespace LongWriter.Evaluation.Judging;

/// <summary>How far judging is.</summary>
/// <param name="Done">Votes that stand, those of earlier attempts included.</param>
/// <param name="Before">Votes that stood when this attempt began.</param>
/// <param name="Unscored">Of them, votes without scores.</param>
/// <param name="Retries">Calls that repaired an answer.</param>
public sealed record JudgeProgress(int Done, int Total, int Before, int Unscored, int Retries);

/// <summary>Has judges vote on predictions, several at a time; what stands already is not asked again.</summary>
/// <param name="votes">Votes of each judge on each prediction, 1 or more.</param>
/// <param name="concurrency">Votes under way at a time, 1 or more.</param>
public sealed class JudgeRun(WritingQualityEvaluator evaluator, int votes = 1, int concurrency = 4)
{
    private readonly Lock _gate = new();

    /// <param name="past">Judgements that stand, of these judges or of others.</param>
    /// <param name="keep">Puts a judgement on the disk; called for one at a time, before the progress that counts it.</param>
    /// <param name="report">Called for one at a time, first with what stood before.</param>
    /// <remarks>Where a call fails or the token is cancelled, no further votes are begun; after a failure those under way are finished and kept: they are paid for.</remarks>
    public async Task RunAsync(IReadOnlyList<Prediction> predictions, IReadOnlyList<Judge> judges, IEnumerable<Judgement> past, Action<Judgement> keep, Action<JudgeProgress>? report = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(judges);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(keep);
        var all = (from prediction in predictions from judge in judges from vote in Enumerable.Range(0, votes) select (Prediction: prediction, Judge: judge, Vote: vote)).ToList();
        var keys = all.Select(one => (one.Prediction.Id, one.Prediction.Sample, one.Judge.Name, one.Vote)).ToHashSet();
        var stand = past.DistinctBy(Key).Where(judgement => keys.Contains(Key(judgement))).ToDictionary(Key);
        var left = all.Where(one => !stand.ContainsKey((one.Prediction.Id, one.Prediction.Sample, one.Judge.Name, one.Vote))).ToList();
        var progress = new JudgeProgress(stand.Count, all.Count, stand.Count, stand.Values.Count(judgement => judgement.Scores is null), stand.Values.Sum(judgement => judgement.Retries));
        report?.Invoke(progress);

        await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken }, async (one, _) =>
        {
            var judgement = await evaluator.JudgeAsync(one.Judge, one.Prediction.Prompt, one.Prediction.Response, one.Vote, cancellationToken).ConfigureAwait(false);
            judgement = judgement with { Id = one.Prediction.Id, Sample = one.Prediction.Sample };
            lock (_gate)
            {
                keep(judgement);
                progress = progress with
                {
                    Done = progress.Done + 1,
                    Unscored = progress.Unscored + (judgement.Scores is null ? 1 : 0),
                    Retries = progress.Retries + judgement.Retries,
                };
                report?.Invoke(progress);
            }
        }).ConfigureAwait(false);
    }

    private static (string, int, string, int) Key(Judgement judgement) => (judgement.Id, judgement.Sample, judgement.Judge, judgement.Vote);
}
