using Anthropic.Models.Messages;
using LongWriter.Providers.Caching;
using LongWriter.Providers.Models;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Anthropic;

/// <summary>
/// Anthropic caches what is marked, at the ends of blocks. A prompt is cut into blocks and marked where the plan ends, for an hour, and
/// at the last whole block of the text so far, for five minutes; a conversation is marked at the end of its first message and of the
/// last one before the question.
/// </summary>
internal sealed class AnthropicRequest(ModelName name)
{
    /// <summary>Tokens of an answer where a call sets no limit, since the API takes no call without one. Every model it serves writes as many.</summary>
    private const int OpenEnded = 8192;

    private readonly bool _thinks = KnownModels.Find(name.Model)?.Thinks == true;

    public (IList<ChatMessage> Messages, ChatOptions Options) Put(IList<ChatMessage> messages, ChatOptions options)
    {
        options.MaxOutputTokens = (options.MaxOutputTokens ?? OpenEnded) + (_thinks ? KnownModels.RoomForThoughts : 0);

        // The version of the API that the library speaks, 2026-10-21, refuses a request that sets how it samples.
        (options.Temperature, options.TopP, options.TopK) = (null, null, null);
        return (SharedPrefix.Take(options) is { } prefix ? Marked(messages, prefix) : messages, options);
    }

    private static IList<ChatMessage> Marked(IList<ChatMessage> messages, SharedPrefix prefix) => messages switch
    {
        [var only] => [With(only, PrefixBlocks.Cut(only.Text, prefix.Places))],
        [var first, .., var last, var question] when first != last => [With(first, [new(first.Text, Mark.Long)]), .. messages.Skip(1).Take(messages.Count - 3), With(last, [new(last.Text, Mark.Short)]), question],
        _ => messages,
    };

    private static ChatMessage With(ChatMessage message, IReadOnlyList<PrefixBlock> blocks) => new(message.Role, [.. blocks.Select(Content)]);

    private static AIContent Content(PrefixBlock block) => block.Mark switch
    {
        Mark.Long => new TextContent(block.Text).WithCacheControl(Ttl.Ttl1h),
        Mark.Short => new TextContent(block.Text).WithCacheControl(Ttl.Ttl5m),
        _ => new TextContent(block.Text),
    };
}
