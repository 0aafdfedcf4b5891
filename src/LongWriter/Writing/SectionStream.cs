using System.Runtime.CompilerServices;
using System.Text;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>Gathers one streamed answer: white space at its front is dropped, at its end held back, so that the deltas are exactly its text; watches for cycles.</summary>
internal sealed class SectionStream(int number)
{
    /// <summary>Characters between two looks for a cycle.</summary>
    private const int Look = 200;

    private readonly StringBuilder _text = new();
    private string _held = "";
    private int _looked;
    private ChatFinishReason? _finish;

    public TokenUsage Usage { get; private set; } = new(0, 0, 0);

    /// <summary>What stands so far.</summary>
    public string Text => _text.ToString();

    /// <summary>Why the stream should not be read on, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the answer ended at its token limit.</summary>
    public bool IsCutOff => _finish == ChatFinishReason.Length;

    /// <summary>stop, length, or unknown where the client does not say.</summary>
    public string FinishReason => _finish?.Value ?? "unknown";

    /// <summary>Asks, and tells what the answer adds to the text as it comes. All streams are read here.</summary>
    public async IAsyncEnumerable<WritingEvent> ReadAsync(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (Push(update) is { } delta)
            {
                yield return delta;
            }

            if (Fault is not null)
            {
                yield break; // leaving the stream ends the call: nobody pays for more of it
            }
        }
    }

    /// <summary>The text an update adds, or null where it adds none.</summary>
    public TextDelta? Push(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            Usage += TokenUsage.Of(usage.Details);
        }

        var text = _held + update.Text;
        text = _text.Length == 0 ? text.TrimStart() : text;
        var kept = text.TrimEnd();
        _held = text[kept.Length..];
        if (kept.Length == 0)
        {
            return null;
        }

        _text.Append(kept);
        if (_text.Length - _looked >= Look)
        {
            _looked = _text.Length;
            var tail = Math.Min(_text.Length, LoopDetector.Window);
            Fault = LoopDetector.Find(_text.ToString(_text.Length - tail, tail)) is null ? null : "the model fell into a loop";
        }

        return new TextDelta(number, kept);
    }
}
