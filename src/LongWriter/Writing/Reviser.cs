using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using LongWriter.Prompts;
using LongWriter.Text;
using LongWriter.Writing.Guards;

namespace LongWriter.Writing;

/// <summary>
/// Has a section that was accepted criticised once and written once more at the most. The rewrite is shown only when it is taken: it
/// passes all that a draft has to pass, is whole, and keeps the document to its length as well. Otherwise the draft stays.
/// </summary>
internal sealed partial class Reviser(SectionCalls calls, Conversation conversation, LengthControl lengths, Repetition repetition)
{
    /// <summary>Words a criticism may have; three short points need fewer.</summary>
    public const int MostCriticism = 150;

    /// <summary><see cref="SectionRevised"/> and the change to the text, or <see cref="SectionKept"/>.</summary>
    public async IAsyncEnumerable<WritingEvent> ReviseAsync(SectionTask task, SectionInHand hand, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var step = task.Step.ToLine(hand.Asked);
        var criticism = await AnswerAsync(PromptTemplate.Critique(step), MostCriticism).ConfigureAwait(false);
        var points = Cleaning.Clean(criticism.Text);
        if ((criticism.Fault ?? Unusable.Find(points)) is { } fault)
        {
            yield return new SectionKept(task.Number, $"the editor gave no criticism: {fault}");
            yield break;
        }

        if (Keep().IsMatch(points))
        {
            yield return new SectionKept(task.Number, "the editor found nothing to change");
            yield break;
        }

        var rewrite = await AnswerAsync(PromptTemplate.Revision(points, step), Math.Max(hand.Asked, hand.Words)).ConfigureAwait(false);
        var text = Cleaning.Clean(rewrite.Text);
        if (Objection(rewrite, text, task, hand) is { } objection)
        {
            yield return new SectionKept(task.Number, $"the rewrite was not taken: {objection}");
            yield break;
        }

        yield return new SectionRevised(task.Number, string.Join(' ', points.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        foreach (var change in hand.Become(text))
        {
            yield return change;
        }

        hand.Take(rewrite);

        async Task<SectionStream> AnswerAsync(string question, int words)
        {
            var answer = new SectionStream(task.Number);
            var messages = conversation.After(task.Plan, task.Before, new Turn(step, hand.Text), question);
            await foreach (var _ in calls.AskAsync(task, hand, messages, words, answer, cancellationToken).ConfigureAwait(false))
            {
                // Nothing of it is shown before all of it is known.
            }

            return answer;
        }
    }

    /// <summary>Why a rewrite is not taken, or null.</summary>
    private string? Objection(SectionStream rewrite, string text, SectionTask task, SectionInHand hand)
    {
        var (section, words) = (new Section(task.Number, text, 0), WordCount.Of(text));
        return (rewrite.Fault ?? Unusable.Find(text) ?? repetition.Find(section)) is { } fault ? fault
            : rewrite.IsCutOff ? "it came to its token limit"
            : section.Body.Length == 0 && hand.Section.Body.Length > 0 ? "it has no heading"
            : text == hand.Text ? "it changed nothing"
            : lengths.IsNoWorse(words, hand.Words, task.Budget, task.PlannedLater) ? null
            : $"it has {words} words where {task.Budget} are due and {hand.Words} stand";
    }

    [GeneratedRegex(@"^\W*(?:KEEP|保留|无需修改|不用修改)\W*(?:\n|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex Keep();
}
