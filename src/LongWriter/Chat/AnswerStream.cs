using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Chat;

/// <summary>The one place where streamed answers are read: one that breaks off is asked for again, with the same words and seed.</summary>
internal static class AnswerStream
{
    /// <summary>Times an answer may break off; that is the connection's fault, not the model's, and counts apart from unusable answers.</summary>
    public const int MostBreaks = 10;

    /// <summary>A piece of an answer; or, where <see cref="Broken"/> says why, the word that all before it is void and the answer begins again.</summary>
    public readonly record struct Part(ChatResponseUpdate? Update, string? Broken);

    /// <exception cref="WritingException">The answer broke off too often.</exception>
    public static async IAsyncEnumerable<Part> ReadAsync(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var breaks = 0; ;)
        {
            string? broken = null;
            var updates = client.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using var end = updates.ConfigureAwait(false);
            while (broken is null)
            {
                try
                {
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (AnswerBrokenOffException e)
                {
                    if (++breaks >= MostBreaks)
                    {
                        throw new WritingException($"the connection broke off {breaks} times in one answer, last: {e.Message}. Resume the run when the endpoint is well again.", e);
                    }

                    broken = $"the connection broke off: {e.Message}";
                    continue;
                }

                yield return new Part(updates.Current, null);
            }

            yield return new Part(null, broken);
        }
    }

    /// <summary>A whole answer. It is streamed too: a connection that says nothing for minutes is cut by many a proxy.</summary>
    /// <exception cref="WritingException">As for <see cref="ReadAsync"/>.</exception>
    public static async Task<ChatResponse> WholeAsync(IChatClient client, string prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var part in ReadAsync(client, [new ChatMessage(ChatRole.User, prompt)], options, cancellationToken).ConfigureAwait(false))
        {
            if (part.Update is { } update)
            {
                updates.Add(update);
            }
            else
            {
                updates.Clear();
            }
        }

        return updates.ToChatResponse();
    }
}
