using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Wire;

/// <summary>
/// The innermost layer over a library's client: puts calls as its endpoint wants them, and lets no answer through that is not whole.
/// </summary>
/// <param name="put">Messages and options as the endpoint takes them.</param>
/// <remarks>
/// Every call is streamed: a watchdog sees bytes come, no proxy waits in silence, and no library times a whole answer. Counts of tokens
/// in a stream are running totals (some endpoints send them with every piece): the last stands, as the last update.
/// </remarks>
internal sealed class WholeAnswerChatClient(IChatClient inner, Func<IList<ChatMessage>, ChatOptions, (IList<ChatMessage> Messages, ChatOptions Options)> put) : DelegatingChatClient(inner)
{
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <exception cref="BrokenAnswerException">The stream ended before its end mark.</exception>
    /// <exception cref="PolicyException">The endpoint's policy ended the answer.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var call = put([.. messages], options?.Clone() ?? new ChatOptions());
        ChatResponseUpdate? last = null;
        UsageContent? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in base.GetStreamingResponseAsync(call.Messages, call.Options, cancellationToken).ConfigureAwait(false))
        {
            finish = update.FinishReason ?? finish;
            if (finish == ChatFinishReason.ContentFilter)
            {
                throw new PolicyException();
            }

            if (update.Contents.OfType<UsageContent>().LastOrDefault() is { } counted)
            {
                usage = counted;
                update.Contents = [.. update.Contents.Where(content => content is not UsageContent)];
            }

            last = update;
            yield return update;
        }

        // Some libraries end a stream in silence when the call is cancelled.
        cancellationToken.ThrowIfCancellationRequested();
        if (finish is null)
        {
            throw new BrokenAnswerException(last is null ? "the answer was empty" : "the answer broke off before its end");
        }

        if (usage is not null)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, [usage]) { FinishReason = finish, ModelId = last!.ModelId, ResponseId = last.ResponseId, MessageId = last.MessageId };
        }
    }
}
