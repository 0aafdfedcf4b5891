using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>
/// The paper's baseline: the instruction itself, in one call, with as much room as its length takes. The whole answer is one section.
/// Its length is shown as it is; what is no text is asked for again, and what models put around a text is taken off.
/// </summary>
internal sealed class DirectWrite(Job job) : IStrategy
{
    /// <summary>Room where the instruction states no length: what hosted models write at the most.</summary>
    public const int OpenEnded = 8000;

    public async IAsyncEnumerable<WritingEvent> WriteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var words = job.Target ?? OpenEnded;
        var step = new PlanStep(1, DocumentTitle.From(job.Instruction), words);
        yield return job.Past.Plan(0) ?? new PlanReady(new Plan([step]), words, new TokenUsage(0, 0, 0));
        if (job.Past.Section(1) is { } past)
        {
            yield return past;
            yield break;
        }

        yield return new SectionStarted(1, step, words);
        var task = new SectionTask(1, step, "", TextSoFar.None, words, 0, job.Options.SendsWritten ? "" : null);
        var hand = new SectionInHand(1);
        while (true)
        {
            var answer = new SectionStream(1);
            await foreach (var happened in job.Calls.AskAsync(task, hand, [new ChatMessage(ChatRole.User, job.Instruction)], words, answer, cancellationToken).ConfigureAwait(false))
            {
                yield return hand.Apply(happened);
            }

            var text = Cleaning.Clean(answer.Text);
            if ((answer.Fault ?? Unusable.Find(text)) is { } fault)
            {
                if (++hand.Faults >= job.Options.Attempts)
                {
                    throw new WritingException($"the document: {fault}, {hand.Faults} times. Try another model or seed.");
                }

                yield return hand.Apply(new SectionRestarted(1, fault));
                continue;
            }

            hand.Take(answer);
            foreach (var change in (WritingEvent[])[.. hand.Become(text), .. hand.Become(hand.Whole)])
            {
                yield return change;
            }

            yield return hand.Finish();
            yield break;
        }
    }
}
