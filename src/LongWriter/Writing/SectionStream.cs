using System.Text;
using LongWriter.Text;
using Microsoft.Extensions.AI;

namespace LongWriter.Writing;

/// <summary>Gathers one streamed section: white space at its front is dropped, at its end held back, so that the deltas are exactly its text.</summary>
internal sealed class SectionStream(int number)
{
    private readonly StringBuilder _text = new();
    private string _held = "";
    private ChatFinishReason? _finish;

    public TokenUsage Usage { get; private set; } = new(0, 0, 0);

    public bool IsEmpty => _text.Length == 0;

    /// <summary>The text an update adds, or null where it adds none.</summary>
    public TextDelta? Push(ChatResponseUpdate update)
    {
        _finish = update.FinishReason ?? _finish;
        foreach (var usage in update.Contents.OfType<UsageContent>())
        {
            Usage += new TokenUsage(usage.Details.InputTokenCount ?? 0, usage.Details.CachedInputTokenCount ?? 0, usage.Details.OutputTokenCount ?? 0);
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
        return new TextDelta(number, kept);
    }

    public SectionFinished Finish()
    {
        var text = _text.ToString();
        return new SectionFinished(new Section(number, text, WordCount.Of(text)), _finish?.Value ?? "unknown", Usage);
    }
}
