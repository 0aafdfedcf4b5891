using System.Runtime.CompilerServices;
using System.Text;
using LongWriter.Chat;
using LongWriter.Planning;
using LongWriter.Text;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Strategies;

/// <summary>
/// The paper's baseline as it is measured: the model's own answer to the instruction alone, whatever it is. What a broken connection leaves
/// is void and asked for again with the same seed; all else stands.
/// </summary>
/// <param name="tokens">The most of the answer.</param>
internal sealed class BaselineWrite(Job job, int tokens) : IStrategy
{
    public async IAsyncEnumerable<WritingEvent> WriteAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A plan of one step for those who show the run; its words are known from the instruction or not at all.
        var words = job.Target ?? DirectWrite.OpenEnded;
        var step = new PlanStep(1, DocumentTitle.From(job.Instruction), words);
        yield return job.Past.Plan(0) ?? new PlanReady(new Plan([step]), words, new TokenUsage(0, 0, 0));
        if (job.Past.Section(1) is { } past)
        {
            yield return past;
            yield break;
        }

        yield return new SectionStarted(1, step, words);
        var options = job.Options.Call(CallSeed.Of(job.Seed, 1, 0), words: null, job.Options.SendsWritten ? "" : null);
        options.MaxOutputTokens = tokens;
        var (text, usage, finish, calls) = (new StringBuilder(), new TokenUsage(0, 0, 0), "unknown", 1);
        await foreach (var (update, broken) in AnswerStream.ReadAsync(job.Writer, [new ChatMessage(ChatRole.User, job.Instruction)], options, cancellationToken).ConfigureAwait(false))
        {
            if (update is null)
            {
                text.Clear();
                calls++;
                yield return new SectionRestarted(1, broken!);
                continue;
            }

            finish = update.FinishReason?.Value ?? finish;
            usage = update.Contents.OfType<UsageContent>().Aggregate(usage, (sum, content) => sum + TokenUsage.Of(content.Details));
            if (update.Text.Length > 0)
            {
                text.Append(update.Text);
                yield return new TextDelta(1, update.Text);
            }
        }

        var whole = text.ToString();
        yield return new SectionFinished(new Section(1, whole, WordCount.Of(whole)), finish, usage) { Calls = calls };
    }
}
