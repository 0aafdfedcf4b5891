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

    private const string ChaptersSlot = "{The chapters of the whole text}";
    private const string SummarySlot = "{What the finished chapters say}";
    private const string ChapterTextSlot = "{Text of the chapter}";
    private const string ChapterSlot = "{The chapter to plan}";

    // The paper plans in one level and never continues a section: there both templates ask in our words.
    private static readonly string s_chapters = Read("longwriter.chapters.txt");
    private static readonly string s_chapter = Read("longwriter.chapter.txt");
    private static readonly string s_summary = Read("longwriter.summary.txt");

    private readonly string _plan;
    private readonly string _write;
    private readonly string _continue;

    private PromptTemplate(string name)
    {
        Name = name;
        _plan = Read($"{name}.plan.txt");
        _write = Read($"{name}.write.txt");

        // What stands before the text so far is the same in both, so that a cache serves it.
        _continue = _write[..(_write.IndexOf(TextSlot, StringComparison.Ordinal) + TextSlot.Length)] + "\n\n" + Read("longwriter.continue.txt");
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', _plan, _write, _continue, s_chapters, s_chapter, s_summary))))[..16];
    }

    /// <summary>The two prompts of the paper, verbatim.</summary>
    public static PromptTemplate Paper { get; } = new("paper");

    /// <summary>Our wording, the default.</summary>
    public static PromptTemplate LongWriter { get; } = new("longwriter");

    public string Name { get; }

    /// <summary>First 16 hex digits of the SHA-256 of all prompts; part of a run's record.</summary>
    public string Hash { get; }

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

    /// <summary>The prompt that asks for the rest of a section that stopped short.</summary>
    /// <param name="text">What is written so far, the section in hand at its end.</param>
    /// <param name="step">The section's plan line, with the words that are left of it.</param>
    public string Continue(string instruction, string plan, string text, string step) =>
        Fill(_continue, (InstructionSlot, instruction), (PlanSlot, plan), (TextSlot, text), (StepSlot, step));

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

    private static string Read(string resource)
    {
        using var stream = typeof(PromptTemplate).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().TrimEnd('\n');
    }
}
