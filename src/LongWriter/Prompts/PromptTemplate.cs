using System.Security.Cryptography;
using System.Text;

namespace LongWriter.Prompts;

/// <summary>
/// A pair of AgentWrite prompts. <c>paper</c> holds the two prompts of the LongWriter paper word for word; <c>longwriter</c>, the
/// default, keeps their order (instruction, plan, text so far, step) and asks for a heading, no repetition and no early ending.
/// </summary>
/// <remarks>
/// The write prompt is split at the text so far: what stands before and the text itself only ever grow, so that a prefix cache
/// serves everything but the last sentence.
/// </remarks>
public sealed class PromptTemplate
{
    private const string InstructionSlot = "{User Instruction}";
    private const string PlanSlot = "{The writing plan generated in Step I}";
    private const string TextSlot = "{Previous generated (n-1) paragraphs}";
    private const string StepSlot = "{The plan for the n-th paragraph, i.e., the n-th line in the writing plan}";

    private const string CriticismSlot = "{What the editor says}";

    private const string ChaptersSlot = "{The chapters of the whole text}";
    private const string SummarySlot = "{What the finished chapters say}";
    private const string ChapterTextSlot = "{Text of the chapter}";
    private const string ChapterSlot = "{The chapter to plan}";

    // The paper plans in one level and never continues a section: there both templates ask in our words.
    private static readonly string s_chapters = Read("longwriter.chapters.txt");
    private static readonly string s_chapter = Read("longwriter.chapter.txt");
    private static readonly string s_summary = Read("longwriter.summary.txt");
    private static readonly string s_continue = Read("longwriter.continue.txt");
    private static readonly string s_critique = Read("longwriter.critique.txt");
    private static readonly string s_revise = Read("longwriter.revise.txt");

    private readonly string _plan;
    private readonly string _write;
    private readonly string _front;
    private readonly string _next;

    private PromptTemplate(string name)
    {
        Name = name;
        _plan = Read($"{name}.plan.txt");
        _write = Read($"{name}.write.txt");

        // Everything up to the text so far is the same in all that is asked for a section, so that a cache serves it.
        var text = _write.IndexOf(TextSlot, StringComparison.Ordinal) + TextSlot.Length;
        (_front, _next) = (_write[..text], _write[text..].TrimStart('\n'));
        Hash = HashOf(_plan, _write, _front + "\n\n" + s_continue, s_chapters, s_chapter, s_summary);
        RevisingHash = HashOf(Hash, s_critique, s_revise);
    }

    /// <summary>The two prompts of the paper, verbatim.</summary>
    public static PromptTemplate Paper { get; } = new("paper");

    /// <summary>Our wording, the default.</summary>
    public static PromptTemplate LongWriter { get; } = new("longwriter");

    public string Name { get; }

    /// <summary>First 16 hex digits of the SHA-256 of the prompts for plans and sections; part of a run's record.</summary>
    public string Hash { get; }

    /// <summary>
    /// The same of a run that revises: these prompts and the two that revising takes. Apart from <see cref="Hash"/>, so that a run that
    /// never asks them can be taken up whatever becomes of them.
    /// </summary>
    public string RevisingHash { get; }

    /// <summary>The template of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static PromptTemplate Find(string name) => name switch
    {
        "paper" => Paper,
        "longwriter" => LongWriter,
        _ => throw new ArgumentException($"there is no prompt template '{name}'; there are paper and longwriter", nameof(name)),
    };

    /// <summary>The prompt that asks for a plan.</summary>
    public string Plan(string instruction) => _plan.Replace(InstructionSlot, instruction, StringComparison.Ordinal);

    /// <summary>The prompt that asks for the chapters of a text too long for one plan.</summary>
    public static string Chapters(string instruction) => s_chapters.Replace(InstructionSlot, instruction, StringComparison.Ordinal);

    /// <summary>The prompt that asks for the sections of one chapter.</summary>
    /// <param name="chapters">All chapters, one line each.</param>
    /// <param name="finished">What the finished chapters say, empty before the first.</param>
    /// <param name="chapter">The line of the chapter to plan.</param>
    public static string Chapter(string instruction, string chapters, string finished, string chapter) =>
        Fill(s_chapter, (InstructionSlot, instruction), (ChaptersSlot, chapters), (SummarySlot, finished), (ChapterSlot, chapter));

    /// <summary>The prompt that asks for a summary and a ledger of a finished chapter.</summary>
    public static string Summary(string chapter) => Fill(s_summary, (ChapterTextSlot, chapter));

    /// <summary>The prompt that asks for one section.</summary>
    /// <param name="plan">The whole plan in the paper's line format, the same bytes in every call of a run.</param>
    /// <param name="text">What is written so far, sections separated by a blank line; empty for the first.</param>
    /// <param name="step">The plan line to write next.</param>
    public string Write(string instruction, string plan, string text, string step) =>
        Fill(_write, (InstructionSlot, instruction), (PlanSlot, plan), (TextSlot, text), (StepSlot, step));

    /// <summary>The end of <see cref="Write"/>, which asks for the next section where what stands before it was said already.</summary>
    public string Next(string step) => Fill(_next, (StepSlot, step));

    /// <summary>The prompt that asks something about the section at the end of the text so far.</summary>
    /// <param name="text">What is written so far, the section in hand at its end.</param>
    public string After(string instruction, string plan, string text, string question) =>
        Fill(_front, (InstructionSlot, instruction), (PlanSlot, plan), (TextSlot, text)) + "\n\n" + question;

    /// <summary>The prompt that asks for the rest of a section that stopped short: <see cref="After"/> with <see cref="Rest"/>.</summary>
    public string Continue(string instruction, string plan, string text, string step) => After(instruction, plan, text, Rest(step));

    /// <summary>The question for the rest of a section that stopped short.</summary>
    /// <param name="step">The section's plan line, with the words that are left of it.</param>
    public static string Rest(string step) => Fill(s_continue, (StepSlot, step));

    /// <summary>The question for what an editor would change in the section that was just written.</summary>
    public static string Critique(string step) => Fill(s_critique, (StepSlot, step));

    /// <summary>The question for that section once more.</summary>
    /// <param name="criticism">What has to change.</param>
    public static string Revision(string criticism, string step) => Fill(s_revise, (CriticismSlot, criticism), (StepSlot, step));

    /// <summary>Where <see cref="Write"/> and <see cref="Continue"/> go on with what other calls do not share, in characters: the end of the plan, and the end of the text so far.</summary>
    public IReadOnlyList<int> Shared(string instruction, string plan, string text)
    {
        var front = Fill(_write[.._write.IndexOf(TextSlot, StringComparison.Ordinal)], (InstructionSlot, instruction), (PlanSlot, plan)).Length;
        return [front, front + text.Length];
    }

    /// <summary>Fills slots in the order they stand in; a slot's name inside the user's text stays text.</summary>
    private static string Fill(string template, params ReadOnlySpan<(string Slot, string Text)> values)
    {
        // Put together in one go: late in a long document the prompt is by far the largest thing there is.
        var parts = new List<string>();
        foreach (var (slot, text) in values)
        {
            var (before, after) = Cut(template, slot);
            parts.Add(before);
            parts.Add(text);
            template = after;
        }

        return string.Concat([.. parts, template]);
    }

    private static (string Before, string After) Cut(string text, string slot)
    {
        var at = text.IndexOf(slot, StringComparison.Ordinal);
        return (text[..at], text[(at + slot.Length)..]);
    }

    private static string HashOf(params ReadOnlySpan<string> prompts) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', prompts))))[..16];

    private static string Read(string resource)
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
