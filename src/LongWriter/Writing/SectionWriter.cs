using System.Runtime.CompilerServices;
using LongWriter.Text;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>
/// Writes one section: asks for it, watches the answer as it comes, cleans it, has it written again where it cannot be used,
/// continued where it stops short and cut where it is far too long. Every call more is bounded, counted and told.
/// </summary>
internal sealed class SectionWriter(IChatClient client, WriterOptions options, string instruction, long seed, LengthControl lengths, Repetition repetition)
{
    /// <summary>Times a section that repeats what stands is written anew; then it stays as it is.</summary>
    private const int MostRewrites = 2;

    /// <summary>Times a section is continued.</summary>
    private const int MostContinuations = 2;

    /// <summary>Fewer words are not worth a call.</summary>
    private const int LeastContinuation = 30;

    /// <summary>The events of the section, <see cref="SectionFinished"/> the last. The deltas, less what was withdrawn, are its text.</summary>
    /// <exception cref="WritingException">The model gave nothing that can be used.</exception>
    public async IAsyncEnumerable<WritingEvent> WriteAsync(SectionTask task, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var hand = new SectionInHand(task.Number);
        await foreach (var happened in DraftAsync(task, hand, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }

        await foreach (var happened in ContinueAsync(task, hand, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }

        foreach (var change in hand.Become(Ended(task, hand)))
        {
            yield return change;
        }

        yield return hand.Finish();
    }

    /// <summary>Asks for the section until an answer can be used.</summary>
    private async IAsyncEnumerable<WritingEvent> DraftAsync(SectionTask task, SectionInHand hand, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var rewrites = 0; ;)
        {
            var asked = lengths.Ask(task.Budget);
            var prompt = options.Template.Write(instruction, task.Plan, task.Before, task.Step.ToLine(asked));
            var answer = new SectionStream();
            await foreach (var delta in AskAsync(task, hand, prompt, Math.Max(asked, task.Budget), answer, cancellationToken).ConfigureAwait(false))
            {
                yield return delta;
            }

            var text = Cleaning.Clean(answer.Text);
            var fault = answer.Fault ?? Unusable.Find(text);
            if (fault is not null && ++hand.Faults >= options.Attempts)
            {
                throw new WritingException($"section {task.Number} ('{task.Step.MainPoint}'): {fault}, {hand.Faults} times in {hand.Calls} calls. Try another model or seed.");
            }

            if (fault is null && rewrites < MostRewrites && repetition.Find(new Section(task.Number, text, 0)) is { } repeats)
            {
                (fault, rewrites) = (repeats, rewrites + 1);
            }

            if (fault is not null)
            {
                yield return hand.Restart(fault);
                continue;
            }

            foreach (var change in hand.Become(text))
            {
                yield return change;
            }

            hand.TakeDraft(answer, asked);
            yield break;
        }
    }

    /// <summary>Asks for the rest of a section that stops short.</summary>
    private async IAsyncEnumerable<WritingEvent> ContinueAsync(SectionTask task, SectionInHand hand, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var times = 0; times < MostContinuations; times++)
        {
            var (verdict, due) = lengths.Judge(hand.Words, task.Budget, task.PlannedLater);
            if (verdict != LengthVerdict.Short || due - hand.Words < LeastContinuation)
            {
                yield break;
            }

            var rest = lengths.Ask(due - hand.Words);
            yield return new SectionContinued(task.Number, rest, hand.IsCutOff ? "it came to its token limit" : $"it has {hand.Words} words of {due}");

            // What was broken off in mid-sentence goes on from its last whole one.
            foreach (var change in hand.Become(WithoutBrokenEnd(hand)))
            {
                yield return change;
            }

            var stands = hand.Text;
            var prompt = options.Template.Continue(instruction, task.Plan, task.Before.Length == 0 ? stands : task.Before + "\n\n" + stands, task.Step.ToLine(rest));
            var answer = new SectionStream();
            yield return hand.Append("\n\n");
            await foreach (var delta in AskAsync(task, hand, prompt, rest, answer, cancellationToken).ConfigureAwait(false))
            {
                yield return delta;
            }

            var more = Cleaning.CleanRest(answer.Text, hand.Heading);
            var isTaken = answer.Fault is null && Unusable.Find(more) is null;
            foreach (var change in hand.Become(isTaken ? stands + "\n\n" + more : stands))
            {
                yield return change;
            }

            if (!isTaken)
            {
                yield break; // it has nothing more to say
            }

            hand.Take(answer);
        }
    }

    /// <summary>The text up to where it should end: cut where it is far too long, at its last whole sentence where it was broken off.</summary>
    private string Ended(SectionTask task, SectionInHand hand) =>
        lengths.Judge(hand.Words, task.Budget, task.PlannedLater) is (LengthVerdict.Long, var most) && Cut.At(hand.Text, most) is { } end ? hand.Text[..end] : WithoutBrokenEnd(hand);

    private static string WithoutBrokenEnd(SectionInHand hand) => hand.IsCutOff && Cut.WholeSentences(hand.Text) is > 0 and var end ? hand.Text[..end] : hand.Text;

    /// <summary>Makes one call and streams its answer into the section.</summary>
    private async IAsyncEnumerable<TextDelta> AskAsync(SectionTask task, SectionInHand hand, string prompt, int words, SectionStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var calling = options.Call(CallSeed.Of(seed, task.Number, hand.Calls), words, task.Written, hand.Faults);
        await foreach (var delta in answer.ReadAsync(client, prompt, calling, cancellationToken).ConfigureAwait(false))
        {
            yield return hand.Append(delta);
        }

        hand.Count(answer);
    }
}
