using System.Runtime.CompilerServices;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>One section to write.</summary>
/// <param name="Number">Its place in the document, from 1.</param>
/// <param name="Step">Its step, with the plan's own budget.</param>
/// <param name="Plan">The plan as prompts carry it.</param>
/// <param name="Before">The text so far as prompts carry it.</param>
/// <param name="Budget">Words it is to have, by what stands already.</param>
/// <param name="PlannedLater">Budgets of all later steps; 0 for the last.</param>
/// <param name="Written">All that stands, for clients that want it.</param>
internal sealed record SectionTask(int Number, PlanStep Step, string Plan, string Before, int Budget, int PlannedLater, string? Written);

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
        var (number, step) = (task.Number, task.Step);
        var usage = new TokenUsage(0, 0, 0);
        var (calls, rewrites, faults, breaks) = (0, 0, 0, 0);
        while (true)
        {
            var asked = lengths.Ask(task.Budget);
            var prompt = options.Template.Write(instruction, task.Plan, task.Before, step.ToLine(asked));
            var answer = new SectionStream(number);
            await foreach (var happened in StreamAsync(prompt, calls++, Math.Max(asked, task.Budget), faults, task, answer, cancellationToken).ConfigureAwait(false))
            {
                yield return happened;
            }

            usage += answer.Usage;
            breaks += answer.Breaks;
            var text = Cleaning.Clean(answer.Text);
            var fault = answer.Fault ?? Unusable.Find(text);
            if (fault is not null && ++faults >= options.Attempts)
            {
                throw new WritingException($"section {number} ('{step.MainPoint}'): {fault}, {faults} times in {calls} calls. Try another model or seed.");
            }

            if (fault is null && rewrites < MostRewrites && repetition.Find(new Section(number, text, 0)) is { } repeats)
            {
                (fault, rewrites) = (repeats, rewrites + 1);
            }

            if (fault is not null)
            {
                yield return new SectionRestarted(number, fault);
                continue;
            }

            foreach (var change in Replace(number, answer.Text, text))
            {
                yield return change;
            }

            var drafted = answer.IsCutOff && WordCount.Of(text) < asked ? 0 : WordCount.Of(text);
            var finish = answer.FinishReason;
            for (var continuations = 0; ; continuations++)
            {
                var words = WordCount.Of(text);
                var (verdict, due) = lengths.Judge(words, task.Budget, task.PlannedLater);
                if (verdict != LengthVerdict.Short || due - words < LeastContinuation || continuations == MostContinuations)
                {
                    break;
                }

                var rest = lengths.Ask(due - words);
                yield return new SectionContinued(number, rest, answer.IsCutOff ? "it came to its token limit" : $"it has {words} words of {due}");

                // What was broken off in mid-sentence goes on from its last whole one.
                var whole = answer.IsCutOff ? text[..Cut.WholeSentences(text)] is { Length: > 0 } kept ? kept : text : text;
                foreach (var change in Replace(number, text, whole))
                {
                    yield return change;
                }

                text = whole;
                prompt = options.Template.Continue(instruction, task.Plan, task.Before.Length == 0 ? text : task.Before + "\n\n" + text, step.ToLine(rest));
                answer = new SectionStream(number, standing: text.Length + 2);
                yield return new TextDelta(number, "\n\n");
                await foreach (var happened in StreamAsync(prompt, calls++, rest, faults, task, answer, cancellationToken).ConfigureAwait(false))
                {
                    yield return happened;
                }

                usage += answer.Usage;
                breaks += answer.Breaks;
                var more = Cleaning.CleanRest(answer.Text, new Section(number, text, 0).Heading);
                var longer = answer.Fault is null && Unusable.Find(more) is null ? text + "\n\n" + more : text;
                foreach (var change in Replace(number, text + "\n\n" + answer.Text, longer))
                {
                    yield return change;
                }

                if (longer.Length == text.Length)
                {
                    break; // it has nothing more to say
                }

                (text, finish) = (longer, answer.FinishReason);
            }

            var end = lengths.Judge(WordCount.Of(text), task.Budget, task.PlannedLater) is (LengthVerdict.Long, var most) ? Cut.At(text, most) : null;
            var final = end is { } at ? text[..at] : answer.IsCutOff && Cut.WholeSentences(text) is > 0 and var sentences ? text[..sentences] : text;
            foreach (var change in Replace(number, text, final))
            {
                yield return change;
            }

            yield return new SectionFinished(new Section(number, final, WordCount.Of(final)), finish, usage) { Calls = calls + breaks, Asked = drafted > 0 ? asked : 0, Drafted = drafted };
            yield break;
        }
    }

    private IAsyncEnumerable<WritingEvent> StreamAsync(string prompt, int call, int words, int faults, SectionTask task, SectionStream answer, CancellationToken cancellationToken) =>
        answer.ReadAsync(client, [new ChatMessage(ChatRole.User, prompt)], options.Call(CallSeed.Of(seed, task.Number, call), words, task.Written, faults), cancellationToken);

    /// <summary>The events that make one text of another: what differs at its end is withdrawn and written anew.</summary>
    private static IEnumerable<WritingEvent> Replace(int section, string from, string to)
    {
        var same = from.AsSpan().CommonPrefixLength(to);
        if (same < from.Length)
        {
            yield return new TextWithdrawn(section, same);
        }

        if (same < to.Length)
        {
            yield return new TextDelta(section, to[same..]);
        }
    }
}
