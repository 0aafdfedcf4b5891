using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>The paper's baseline: the instruction itself, in one call, with as much room as its length takes. The whole answer is one section.</summary>
internal sealed class DirectWrite(Job job) : IStrategy
{
    /// <summary>Room where the instruction states no length: what hosted models write at the most.</summary>
    private const int OpenEnded = 8000;

    public async IAsyncEnumerable<WritingEvent> WriteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var words = job.Target ?? OpenEnded;
        var step = new PlanStep(1, DocumentTitle.From(job.Instruction), words);
        var ready = job.Past.Plan(0) ?? new PlanReady(new Plan([step]), words, new TokenUsage(0, 0, 0));
        yield return ready;
        if (job.Past.Section(1) is { } past)
        {
            yield return past;
            yield break;
        }

        yield return new SectionStarted(1, step, words);
        var usage = new TokenUsage(0, 0, 0);
        var breaks = 0;
        for (var call = 0; ; call++)
        {
            var answer = new SectionStream(1);
            var calling = job.Options.Call(CallSeed.Of(job.Seed, 1, call), words, job.Options.SendsWritten ? "" : null, call);
            await foreach (var happened in answer.ReadAsync(job.Writer, [new ChatMessage(ChatRole.User, job.Instruction)], calling, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }

            breaks += answer.Breaks;
            usage += answer.Usage;

            // The baseline is shown as it is: only what is no text at all is asked for again.
            if ((answer.Fault ?? Unusable.Find(answer.Text)) is not { } fault)
            {
                yield return new SectionFinished(new Section(1, answer.Text, WordCount.Of(answer.Text)), answer.FinishReason, usage) { Calls = call + 1 + breaks };
                yield break;
            }

            if (call + 1 >= job.Options.Attempts)
            {
                throw new WritingException($"the document: {fault}, {call + 1} times. Try another model or seed.");
            }

            yield return new SectionRestarted(1, fault);
        }
    }
}
