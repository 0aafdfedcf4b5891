using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Strategies;

/// <summary>
/// The paper's ablation: all sections at once, each with the plan and none of the text. Their events come in the order of the
/// sections, those of later ones held until it is their turn.
/// </summary>
internal sealed class ParallelWrite(Job job) : IStrategy
{
    public async IAsyncEnumerable<WritingEvent> WriteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PlanReady? planned = null;
        await foreach (var happened in job.PlanAsync(cancellationToken).ConfigureAwait(false))
        {
            planned = happened as PlanReady;
            yield return happened;
        }

        var plan = planned!.Plan;
        var planText = plan.ToString();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sections = plan.Steps.Select(step =>
        {
            var events = Channel.CreateUnbounded<WritingEvent>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
            var work = job.Past.Section(step.Number) is null ? WriteAsync(step.Number, events.Writer) : Task.CompletedTask;
            return (step, events, work);
        }).ToList();
        try
        {
            foreach (var (step, events, work) in sections)
            {
                if (job.Past.Section(step.Number) is { } past)
                {
                    yield return past;
                    continue;
                }

                yield return new SectionStarted(step.Number, step, step.Words);
                await foreach (var happened in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return happened;
                }

                await work.ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sections.Select(section => section.work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task WriteAsync(int number, ChannelWriter<WritingEvent> events)
        {
            // Each counts its own words: what the others write is not known to it.
            var step = plan.Steps[number - 1];
            var writer = job.SectionWriter(new LengthControl(step.Words), new Repetition());
            try
            {
                await foreach (var happened in writer.WriteAsync(new SectionTask(number, step, planText, TextSoFar.None, step.Words, 0, job.Options.SendsWritten ? "" : null), stop.Token).ConfigureAwait(false))
                {
                    events.TryWrite(happened);
                }
            }
            finally
            {
                events.Complete();
            }
        }
    }
}
