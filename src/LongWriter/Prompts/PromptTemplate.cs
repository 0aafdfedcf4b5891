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

    private readonly string _plan;
    private readonly string _write;

    private PromptTemplate(string name)
    {
        Name = name;
        _plan = Read($"{name}.plan.txt");
        _write = Read($"{name}.write.txt");
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_plan + "\0" + _write)))[..16];
    }

    /// <summary>The two prompts of the paper, verbatim.</summary>
    public static PromptTemplate Paper { get; } = new("paper");

    /// <summary>Our wording, the default.</summary>
    public static PromptTemplate LongWriter { get; } = new("longwriter");

    public string Name { get; }

    /// <summary>First 16 hex digits of the SHA-256 of both prompts; part of a run's record.</summary>
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

    /// <summary>The prompt that asks for one section.</summary>
    /// <param name="plan">The whole plan in the paper's line format, the same bytes in every call of a run.</param>
    /// <param name="text">What is written so far, sections separated by a blank line; empty for the first.</param>
    /// <param name="step">The plan line to write next.</param>
    public string Write(string instruction, string plan, string text, string step)
    {
        // Cut at the slots first: a slot's name inside the user's text must stay text.
        var (head, afterInstruction) = Cut(_write, InstructionSlot);
        var (middle, afterPlan) = Cut(afterInstruction, PlanSlot);
        var (before, afterText) = Cut(afterPlan, TextSlot);
        var (tail, end) = Cut(afterText, StepSlot);
        return string.Concat([head, instruction, middle, plan, before, text, tail, step, end]);
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
