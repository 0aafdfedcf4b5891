using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Writing.Guards;

namespace LongWriter.Writing;

/// <summary>
/// Writes one section: asks for it, watches the answer as it comes, cleans it, has it written again where it cannot be used,
/// continued where it stops short and cut where it is far too long. Every call more is bounded, counted and told.
/// </summary>
/// <param name="reviser">Revises what was accepted, or null where nothing is revised.</param>
/// <param name="attempts">Calls made for a draft that is no text.</param>
internal sealed class SectionWriter(SectionCalls calls, Conversation conversation, LengthControl lengths, Repetition repetition, Reviser? reviser, int attempts)
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

        if (reviser is not null)
        {
            await foreach (var happened in reviser.ReviseAsync(task, hand, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }
        }

        yield return hand.Finish();
    }

    /// <summary>Asks for the section until an answer can be used.</summary>
    private async IAsyncEnumerable<WritingEvent> DraftAsync(SectionTask task, SectionInHand hand, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var rewrites = 0; ;)
        {
            var asked = lengths.Ask(task.Budget);
            var messages = conversation.Next(task.Plan, task.Before, task.Step.ToLine(asked));
            var answer = new SectionStream(task.Number, heading: rewrites < MostRewrites ? repetition.FindHeading : null);
            await foreach (var happened in calls.AskAsync(task, hand, messages, Math.Max(asked, task.Budget), answer, cancellationToken).ConfigureAwait(false))
            {
                yield return hand.Apply(happened);
            }

            var text = Cleaning.Clean(answer.Text);
            var repeats = answer.Repeats;
            var fault = answer.Fault ?? (repeats is null ? Unusable.Find(text) : null);
            if (fault is not null && ++hand.Faults >= attempts)
            {
                throw new WritingException($"section {task.Number} ('{task.Step.MainPoint}'): {fault}, {hand.Faults} times in {hand.Calls} calls. Try another model or seed.");
            }

            if (fault is null && rewrites < MostRewrites)
            {
                repeats ??= repetition.Find(new Section(task.Number, text, 0));
                rewrites++;
            }

            if ((fault ?? repeats) is { } reason)
            {
                yield return hand.Apply(new SectionRestarted(task.Number, reason));
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

            var rest = Math.Min(lengths.Ask(due - hand.Words), Math.Max(PlanBounds.Sections.Most, task.Step.Words));
            yield return new SectionContinued(task.Number, rest, hand.IsCutOff ? "it came to its token limit" : $"it has {hand.Words} words of {due}");

            // What was broken off in mid-sentence goes on from its last whole one.
            foreach (var change in hand.Become(hand.Whole))
            {
                yield return change;
            }

            var stands = hand.Text;
            var messages = conversation.After(task.Plan, task.Before, new Turn(task.Step.ToLine(hand.Asked), stands), PromptTemplate.Rest(task.Step.ToLine(rest)));
            var answer = new SectionStream(task.Number, standing: stands.Length + 2);
            yield return hand.Apply(new TextDelta(task.Number, "\n\n"));
            await foreach (var happened in calls.AskAsync(task, hand, messages, rest, answer, cancellationToken).ConfigureAwait(false))
            {
                yield return hand.Apply(happened);
            }

            var draft = new Section(task.Number, stands, 0);
            var more = Cleaning.CleanRest(answer.Text, draft.Heading);
            more = (answer.Fault ?? Unusable.Find(more)) is null ? repetition.WithoutRepeats(more, draft) : "";
            foreach (var change in hand.Become(more.Length > 0 ? stands + "\n\n" + more : stands))
            {
                yield return change;
            }

            if (more.Length == 0)
            {
                yield break; // it has nothing more to say
            }

            hand.Take(answer);
        }
    }

    /// <summary>The text up to where it should end: cut where it is far too long, at its last whole sentence where it was broken off.</summary>
    private string Ended(SectionTask task, SectionInHand hand) =>
        lengths.Judge(hand.Words, task.Budget, task.PlannedLater) is (LengthVerdict.Long, var most) && Cut.At(hand.Text, most) is { } end ? hand.Text[..end] : hand.Whole;
}
