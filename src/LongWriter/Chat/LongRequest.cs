using System.Globalization;
using LongWriter.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.Chat;

/// <summary>A chat request that asks for a document.</summary>
/// <param name="Instruction">What to write.</param>
/// <param name="Words">Words set beside it, or null where it states them itself.</param>
/// <param name="Before">What goes ahead of every call: the conversation so far, and what the last message has beside its text.</param>
internal sealed record LongRequest(string Instruction, int? Words, IReadOnlyList<ChatMessage> Before)
{
    /// <returns>The request, or null where one answer is what is asked for.</returns>
    /// <exception cref="ArgumentException"><see cref="LongWritingChatClient.Words"/> is set to something that is no number of words.</exception>
    public static LongRequest? Read(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        var set = Set(options);
        if (messages.Count == 0 || messages[^1] is not { } last || last.Role != ChatRole.User)
        {
            return null;
        }

        if (set is null)
        {
            var stated = TargetLength.Read(last.Text);
            if (stated is null or <= LongWritingChatClient.LeastWords || stated > options?.MaxOutputTokens || options?.ResponseFormat is ChatResponseFormatJson)
            {
                return null;
            }
        }

        List<AIContent> attached = [.. last.Contents.Where(content => content is not TextContent)];
        IEnumerable<ChatMessage> rest = attached.Count == 0 ? [] : [new ChatMessage(ChatRole.User, attached)];
        return new LongRequest(last.Text, set, [.. messages.SkipLast(1), .. rest]);
    }

    /// <summary>The options of the document: the caller's temperature wins, and what goes ahead of every call takes its part of the context.</summary>
    public WriterOptions Adapt(WriterOptions writing, ChatOptions? options) => writing with
    {
        Temperature = options?.Temperature ?? writing.Temperature,
        Context = writing.Context is { } window
            ? window with { Tokens = Math.Max(1, window.Tokens - Before.Sum(message => window.Count(message.Text)) - window.Count(options?.Instructions ?? "")) }
            : null,
    };

    private static int? Set(ChatOptions? options)
    {
        if (options?.AdditionalProperties?.TryGetValue(LongWritingChatClient.Words, out var value) != true || value is null)
        {
            return null;
        }

        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var words) && words is >= 1 and <= TargetLength.Most
            ? words
            : throw new ArgumentException($"{LongWritingChatClient.Words} is '{text}'; give a whole number of words from 1 to {TargetLength.Most}", nameof(options));
    }
}
