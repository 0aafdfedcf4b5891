using System.Runtime.CompilerServices;
using System.Text;
using LongWriter.Chat;
using LongWriter.Writing.Guards;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>Gathers one streamed answer: white space at its front is dropped, at its end held back, so that the deltas are exactly its text; watches for cycles.</summary>
/// <param name="standing">Characters of the section that stand before this answer.</param>
internal sealed class SectionStream(int number, int standing = 0)
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

    /// <summary>Times the answer broke off and was asked for again.</summary>
    public int Breaks { get; private set; }

    /// <summary>Why the stream should not be read on, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether the answer ended at its token limit.</summary>
    public bool IsCutOff => _finish == ChatFinishReason.Length;

    /// <summary>stop, length, or unknown where the client does not say.</summary>
    public string FinishReason => _finish?.Value ?? "unknown";

    /// <summary>Asks for the answer and tells its text as it comes; what a broken connection leaves of it is void and withdrawn.</summary>
    public async IAsyncEnumerable<WritingEvent> ReadAsync(IChatClient client, IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (update, broken) in AnswerStream.ReadAsync(client, messages, options, cancellationToken).ConfigureAwait(false))
        {
            if (update is null)
            {
                Restart();
                yield return standing > 0 ? new TextWithdrawn(number, standing) : new SectionRestarted(number, broken!);
            }
            else if (Push(update) is { } delta)
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
        Fault = _finish == ChatFinishReason.ContentFilter ? "the endpoint's content filter stopped the answer" : Fault;
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

    private void Restart()
    {
        _text.Clear();
        (_held, _looked, _finish) = ("", 0, null);
        Breaks++;
    }
}
