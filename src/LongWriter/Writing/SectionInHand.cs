using LongWriter.Text;

namespace LongWriter.Writing;

/// <summary>A section while it is written: what readers of its events have of it, and what it took so far.</summary>
internal sealed class SectionInHand(int number)
{
    /// <summary>What was streamed, less what was withdrawn.</summary>
    public string Text { get; private set; } = "";

    public int Words => WordCount.Of(Text);

    /// <summary>The text up to its last whole sentence where its token limit ended it; else all of it.</summary>
    public string Whole => IsCutOff && Sentences.Whole(Text) is > 0 and var end ? Text[..end] : Text;

    public Section Section => new(number, Text, Words);

    public TokenUsage Usage { get; private set; } = new(0, 0, 0);

    /// <summary>Calls made so far.</summary>
    public int Calls { get; private set; }

    /// <summary>Of these, drafts that were no text.</summary>
    public int Faults { get; set; }

    /// <summary>Words that the accepted draft was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>Words it had; 0 where that says nothing of the model's habit.</summary>
    public int Drafted { get; private set; }

    /// <summary>Whether the last answer that was taken ended at its token limit.</summary>
    public bool IsCutOff { get; private set; }

    private string _finish = "unknown";

    /// <summary>Times a connection broke off beside the calls, and an answer began again.</summary>
    private int _breaks;

    /// <summary>Follows what readers are told, and passes it on.</summary>
    public WritingEvent Apply(WritingEvent happened)
    {
        Text = happened switch
        {
            TextDelta delta => Text + delta.Text,
            TextWithdrawn withdrawn => Text[..withdrawn.Length],
            SectionRestarted => "",
            _ => Text,
        };
        return happened;
    }

    /// <summary>The events that make the text another: what differs at its end is withdrawn and written anew.</summary>
    public IReadOnlyList<WritingEvent> Become(string text)
    {
        var same = Text.AsSpan().CommonPrefixLength(text);
        if (same > 0 && char.IsHighSurrogate(Text[same - 1]))
        {
            same--; // half a character is none
        }

        var changes = new List<WritingEvent>();
        if (same < Text.Length)
        {
            changes.Add(new TextWithdrawn(number, same));
        }

        if (same < text.Length)
        {
            changes.Add(new TextDelta(number, text[same..]));
        }

        Text = text;
        return changes;
    }

    /// <summary>Counts a call, whatever becomes of its answer.</summary>
    public void Count(SectionStream answer)
    {
        Calls++;
        _breaks += answer.Breaks;
        Usage += answer.Usage;
    }

    /// <summary>Notes how an answer ended that the text was taken from.</summary>
    public void Take(SectionStream answer) => (_finish, IsCutOff) = (answer.FinishReason, answer.IsCutOff);

    /// <summary>Notes what the draft says of the model's habit.</summary>
    public void TakeDraft(SectionStream answer, int asked)
    {
        Take(answer);
        Asked = asked;
        Drafted = answer.IsCutOff && Words < asked ? 0 : Words;
    }

    public SectionFinished Finish() => new(Section, _finish, Usage) { Calls = Calls + _breaks, Asked = Asked, Drafted = Drafted };
}
