using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>Makes the calls of a section: each with a seed of its own, room for its answer, and warmer for every answer that was no text.</summary>
internal sealed class SectionCalls(IChatClient client, WriterOptions options, string instruction, long seed)
{
    /// <param name="words">Words that the answer may have.</param>
    /// <param name="answer">Gathers the answer.</param>
    /// <returns>What the answer does to the text, as it comes.</returns>
    public async IAsyncEnumerable<WritingEvent> AskAsync(SectionTask task, SectionInHand hand, IReadOnlyList<ChatMessage> messages, int words, SectionStream answer, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // One call for all has no plan, and shares nothing.
        var prefix = !options.MarksPrefix || task.Plan.Length == 0 ? null : SharedPrefix.Of(options.Template, instruction, seed, task.Plan, task.Before.Text);
        var calling = options.Call(CallSeed.Of(seed, task.Number, hand.Calls), words, task.Written, hand.Faults, prefix);
        await foreach (var happened in answer.ReadAsync(client, messages, calling, cancellationToken).ConfigureAwait(false))
        {
            yield return happened;
        }

        hand.Count(answer);
    }
}
