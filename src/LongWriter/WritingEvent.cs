using System.Text.Json.Serialization;
using LongWriter.Planning;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>What happens while a document is written. The hierarchy is closed: every reader can handle all of it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run_started")]
[JsonDerivedType(typeof(RunResumed), "run_resumed")]
[JsonDerivedType(typeof(OutlineReady), "outline_ready")]
[JsonDerivedType(typeof(PlanRepaired), "plan_repaired")]
[JsonDerivedType(typeof(PlanReady), "plan_ready")]
[JsonDerivedType(typeof(HistoryWindowed), "history_windowed")]
[JsonDerivedType(typeof(SectionStarted), "section_started")]
[JsonDerivedType(typeof(TextDelta), "text_delta")]
[JsonDerivedType(typeof(TextWithdrawn), "text_withdrawn")]
[JsonDerivedType(typeof(SectionContinued), "section_continued")]
[JsonDerivedType(typeof(SectionRestarted), "section_restarted")]
[JsonDerivedType(typeof(SectionRevised), "section_revised")]
[JsonDerivedType(typeof(SectionKept), "section_kept")]
[JsonDerivedType(typeof(SectionFinished), "section_finished")]
[JsonDerivedType(typeof(ChapterFinished), "chapter_finished")]
[JsonDerivedType(typeof(DocumentFinished), "document_finished")]
public abstract record WritingEvent
{
    private protected WritingEvent()
    {
    }
}

/// <summary>Tokens of one or more calls.</summary>
/// <param name="Prompt">Tokens of the prompts, cached ones included.</param>
/// <param name="Cached">Prompt tokens served from a prefix cache.</param>
/// <param name="Completion">Tokens written.</param>
public sealed record TokenUsage(long Prompt, long Cached, long Completion)
{
    public static TokenUsage operator +(TokenUsage left, TokenUsage right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new TokenUsage(left.Prompt + right.Prompt, left.Cached + right.Cached, left.Completion + right.Completion);
    }

    /// <summary>Tokens of the calls that an event is the end of; zeros for all others, the last among them, which sums up.</summary>
    public static TokenUsage Of(WritingEvent happened) => happened switch
    {
        OutlineReady outline => outline.Usage,
        PlanReady plan => plan.Usage,
        ChapterFinished chapter => chapter.Usage,
        SectionFinished section => section.Usage,
        _ => new TokenUsage(0, 0, 0),
    };

    /// <summary>The same as clients report it.</summary>
    internal UsageDetails ToDetails() => new() { InputTokenCount = Prompt, CachedInputTokenCount = Cached, OutputTokenCount = Completion, TotalTokenCount = Prompt + Completion };

    /// <summary>What a client reports; zeros where it reports nothing.</summary>
    public static TokenUsage Of(UsageDetails? usage) => new(usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0);
}

/// <summary>The first event: everything the text depends on beside the model itself.</summary>
/// <param name="TargetWords">Words asked for, null where neither option nor instruction says.</param>
public sealed record RunStarted(string Instruction, string Title, string Model, string Template, string TemplateHash, long Seed, int? TargetWords) : WritingEvent;

/// <summary>The run is taken up again: its first sections stand already. They are told once more; what comes after them is new.</summary>
/// <param name="Sections">How many they are.</param>
/// <param name="Words">Their words.</param>
public sealed record RunResumed(int Sections, int Words) : WritingEvent;

/// <summary>The chapters of a text too long for one plan, frozen from here on; each is planned by a <see cref="PlanReady"/> of its own.</summary>
/// <param name="TargetWords">Words the document aims at.</param>
public sealed record OutlineReady(Outline Outline, int TargetWords, TokenUsage Usage) : WritingEvent
{
    /// <summary>Calls it took.</summary>
    public int Calls { get; init; }
}

/// <summary>A chapter is whole; later prompts may carry this in place of its text.</summary>
/// <param name="Summary">What it says.</param>
/// <param name="Ledger">Names, facts and figures it sets, one an entry.</param>
public sealed record ChapterFinished(int Chapter, string Summary, IReadOnlyList<string> Ledger, TokenUsage Usage) : WritingEvent;

/// <summary>Something in the model's plan was changed.</summary>
/// <param name="Reason">What was wrong and what became of it, one sentence.</param>
public sealed record PlanRepaired(string Reason) : WritingEvent;

/// <summary>The accepted plan, frozen from here on.</summary>
/// <param name="TargetWords">Words the document, or the chapter, aims at.</param>
public sealed record PlanReady(Plan Plan, int TargetWords, TokenUsage Usage) : WritingEvent
{
    /// <summary>The chapter that is planned, from 1; 0 where the plan is the whole document's.</summary>
    public int Chapter { get; init; }

    /// <summary>Calls it took; 0 for a plan that was given.</summary>
    public int Calls { get; init; }

    /// <summary>Of these, answers that were no plan.</summary>
    public int Unreadable { get; init; }
}

/// <summary>The text so far no longer fits the model's context: from now on the history begins at a later section.</summary>
/// <param name="FromSection">First section the prompts still carry.</param>
/// <param name="Tokens">Tokens of history kept.</param>
public sealed record HistoryWindowed(int FromSection, int Tokens) : WritingEvent;

/// <param name="Section">The section's place in the document, from 1.</param>
/// <param name="Words">The step's budget after what stands already.</param>
public sealed record SectionStarted(int Section, PlanStep Step, int Words) : WritingEvent;

/// <summary>Text as it is written; the deltas of a section, less what is withdrawn, are its text.</summary>
public sealed record TextDelta(int Section, string Text) : WritingEvent;

/// <summary>What was streamed of this section stands up to a place only: what follows it did not belong to the text, or was too much of it.</summary>
/// <param name="Length">Characters that stand.</param>
public sealed record TextWithdrawn(int Section, int Length) : WritingEvent;

/// <summary>The section stopped short; the model is asked for the rest of it.</summary>
/// <param name="Words">Words asked for.</param>
public sealed record SectionContinued(int Section, int Words, string Reason) : WritingEvent;

/// <summary>What was streamed of this section is void; it is written again.</summary>
public sealed record SectionRestarted(int Section, string Reason) : WritingEvent;

/// <summary>The section was criticised and written once more; the new text takes the place of the draft by the events that follow.</summary>
/// <param name="Reason">What the editor had to say, on one line.</param>
public sealed record SectionRevised(int Section, string Reason) : WritingEvent;

/// <summary>The section was criticised and stays as it is.</summary>
/// <param name="Reason">Why.</param>
public sealed record SectionKept(int Section, string Reason) : WritingEvent;

/// <param name="FinishReason">stop, or length where the token limit ended it.</param>
/// <param name="Usage">Tokens of all its calls.</param>
public sealed record SectionFinished(Section Section, string FinishReason, TokenUsage Usage) : WritingEvent
{
    /// <summary>Calls it took, 1 or more.</summary>
    public int Calls { get; init; } = 1;

    /// <summary>Words asked for in the call that the text began with.</summary>
    public int Asked { get; init; }

    /// <summary>Words that call wrote; 0 where that says nothing of the model's habit, since its token limit ended it.</summary>
    public int Drafted { get; init; }
}

/// <summary>The last event.</summary>
/// <param name="LengthScore">S_l of the whole document, 0 to 100.</param>
public sealed record DocumentFinished(Document Document, int TargetWords, double LengthScore, TokenUsage Usage, double Seconds) : WritingEvent;
