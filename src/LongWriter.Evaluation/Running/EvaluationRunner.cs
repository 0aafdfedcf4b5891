using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Running;

/// <summary>Has a writer write for every prompt of an evaluation what does not stand yet, and keeps each answer as soon as it is there.</summary>
/// <param name="writer">Writes as the folder's record says. It is given the prompt and a seed, and nothing else of an item.</param>
/// <param name="isOfOneItem">Tells what went wrong with one prompt from what would go wrong with all of them: the first is kept as a failure, the second ends the run.</param>
public sealed class EvaluationRunner(DocumentWriter writer, Func<Exception, bool> isOfOneItem, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>Begins or goes on. Answers that stand are not asked for again; those that failed are.</summary>
    /// <param name="folder">As <see cref="EvaluationFolder.CreateOrResume"/> gives it.</param>
    /// <param name="concurrency">Answers under way at once, 1 or more.</param>
    /// <exception cref="EvaluationFileException">The disk is full or gone, or what stands is damaged.</exception>
    /// <remarks>Leaving the stream, or cancelling, ends the calls under way; what they wrote is lost, and all that was finished stands.</remarks>
    public async IAsyncEnumerable<RunProgress> RunAsync(EvaluationFolder folder, int concurrency, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        var stands = folder.Predictions.Select(prediction => (prediction.Id, prediction.Sample)).ToHashSet();
        var all = folder.Items.SelectMany(item => Enumerable.Range(0, folder.Info.Samples).Select(sample => (Item: item, Sample: sample))).ToList();
        var left = all.Where(answer => !stands.Contains((answer.Item.Id, answer.Sample))).ToList();
        var pace = new RunPace(all.Count, all.Count - left.Count, left.Select(answer => answer.Item.Prompt), _time);
        yield return pace.Now();

        var progress = Channel.CreateUnbounded<RunProgress>(new UnboundedChannelOptions { SingleReader = true });
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = WorkAsync(leaving.Token);
        try
        {
            await foreach (var step in progress.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return step;
            }

            await work.ConfigureAwait(false);
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task WorkAsync(CancellationToken stopping)
        {
            try
            {
                await Parallel.ForEachAsync(left, new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = stopping }, async (answer, token) =>
                    await WriteAsync(folder, answer.Item, answer.Sample, pace, progress.Writer, token).ConfigureAwait(false)).ConfigureAwait(false);
            }
            finally
            {
                progress.Writer.Complete();
            }
        }
    }

    private async Task WriteAsync(EvaluationFolder folder, SuiteItem item, int sample, RunPace pace, ChannelWriter<RunProgress> progress, CancellationToken cancellationToken)
    {
        var hand = new PredictionInHand(item, sample, isPlanned: folder.Info.Strategy != RunInfo.Direct);
        try
        {
            await foreach (var happened in writer.WriteAsync(new WritingRequest(item.Prompt) { Seed = SampleSeed.Of(folder.Info.Seed, item.Id, sample) }, cancellationToken).ConfigureAwait(false))
            {
                if (hand.Read(happened) is { } prediction)
                {
                    folder.AppendPrediction(prediction);
                    pace.End(hand, item.Prompt, prediction.ResponseLength);
                    await progress.WriteAsync(pace.Now() with { Prediction = prediction }, CancellationToken.None).ConfigureAwait(false);
                }
                else if (pace.IsDue())
                {
                    pace.Write(hand, hand.Words);
                    await progress.WriteAsync(pace.Now(), CancellationToken.None).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is not (OperationCanceledException or EvaluationFileException) && isOfOneItem(e))
        {
            var failure = new Failure(item.Id, sample, e.Message.ReplaceLineEndings(" "), _time.GetUtcNow());
            folder.AppendFailure(failure);
            pace.End(hand, item.Prompt, null);
            await progress.WriteAsync(pace.Now() with { Failure = failure }, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
