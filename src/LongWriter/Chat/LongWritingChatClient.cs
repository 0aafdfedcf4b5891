using System.Runtime.CompilerServices;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter.Chat;

/// <summary>
/// Makes any chat client one that writes long documents: where the last message asks for more than <see cref="LeastWords"/> words, or
/// <see cref="Words"/> is set, AgentWrite runs and the answer is the document in Markdown; everything else passes through untouched.
/// </summary>
/// <remarks>
/// <para>
/// A section is streamed when it is final, the title with the first: what was streamed cannot be taken back, and until a section is
/// accepted all of it may still turn out to be a refusal, a repetition or too long. A failure before the first section has
/// exposed nothing, so that clients around this one may try again.
/// </para>
/// <para>
/// The last message is the instruction. What stands before it in the conversation, system messages among it, goes ahead of every call
/// of the document unchanged, as it would go ahead of one answer; so do attachments of the last message and the caller's options, but
/// for tools, response format and stored conversations, which belong to one answer and not to forty.
/// </para>
/// <para>Passed through are also requests for JSON, requests whose last message is not the user's, and those whose <see cref="ChatOptions.MaxOutputTokens"/> has no room for the words: unless <see cref="Words"/> is set.</para>
/// <para>Thread-safe as far as the inner client is, which it owns as any delegating client does.</para>
/// </remarks>
public sealed class LongWritingChatClient : DelegatingChatClient
{
    /// <summary>Key of <see cref="ChatOptions.AdditionalProperties"/>: words of the document to write, a whole number. It wins over the message.</summary>
    public const string Words = "longwriter.words";

    /// <summary>Up to so many words one answer will do.</summary>
    public const int LeastWords = 1500;

    private readonly WriterOptions _options;
    private readonly TimeProvider _time;

    /// <exception cref="ArgumentException">An option is out of its range, or the inner client writes documents already.</exception>
    public LongWritingChatClient(IChatClient innerClient, WriterOptions? options = null, TimeProvider? time = null)
        : base(DocumentWriter.Plain(innerClient, nameof(innerClient)))
    {
        _options = (options ?? new WriterOptions()).Checked(nameof(options));
        _time = time ?? TimeProvider.System;
    }

    /// <inheritdoc/>
    public override Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> said = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return LongRequest.Read(said, options) is { } request
            ? WriteAsync(request, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : base.GetResponseAsync(said, options, cancellationToken);
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        IReadOnlyList<ChatMessage> said = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        return LongRequest.Read(said, options) is { } request
            ? WriteAsync(request, options, cancellationToken)
            : base.GetStreamingResponseAsync(said, options, cancellationToken);
    }

    private async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(LongRequest request, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var writer = new DocumentWriter(new DocumentCalls(InnerClient, request.Before, options), request.Adapt(_options, options), _time);
        var model = options?.ModelId ?? this.GetService<ChatClientMetadata>()?.DefaultModelId;
        var id = Guid.NewGuid().ToString("N");
        var title = "";
        await foreach (var happened in writer.WriteAsync(new WritingRequest(request.Instruction) { Words = request.Words, Seed = options?.Seed ?? 0 }, cancellationToken).ConfigureAwait(false))
        {
            switch (happened)
            {
                case RunStarted started:
                    title = Document.TitleMarkdown(started.Title);
                    break;
                case SectionFinished finished:
                    yield return Update(happened, new TextContent(title + finished.Section.ToMarkdown()));
                    title = "";
                    break;
                case DocumentFinished { Usage: var usage }:
                    var last = usage is { Prompt: 0, Completion: 0 } ? Update(happened) : Update(happened, new UsageContent(usage.ToDetails()));
                    last.FinishReason = ChatFinishReason.Stop;
                    yield return last;
                    break;
            }
        }

        ChatResponseUpdate Update(WritingEvent happened, params AIContent[] contents) => new(ChatRole.Assistant, contents)
        {
            ResponseId = id,
            MessageId = id,
            ModelId = model,
            CreatedAt = _time.GetUtcNow(),
            RawRepresentation = happened,
        };
    }
}
