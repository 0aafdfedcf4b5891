using System.Text.Json.Serialization;

namespace LongWriter.Evaluation.Suites;

/// <summary>One prompt of a suite.</summary>
/// <param name="Id">Its name within the suite; the line number from 1 where the file gives none.</param>
/// <param name="Prompt">What a writer is given, and all that it is given.</param>
/// <param name="Type">One of <see cref="WritingTypes"/>, or the file's own word where it is none of them.</param>
/// <param name="Length">Words asked for, 1 or more: known to the scoring alone.</param>
public sealed record SuiteItem(string Id, string Prompt, string Type, int Length)
{
    /// <summary>en or zh, by the letters of the prompt.</summary>
    [JsonIgnore]
    public string Language => PromptLanguage.Of(Prompt);
}

/// <summary>Prompts that are measured together.</summary>
/// <param name="Name">longbench-write, ruler, or a file's name without its folder.</param>
/// <param name="Sha256">Of the file's bytes, in lower-case hexadecimal: two runs compare only where it is equal.</param>
public sealed record Suite(string Name, string Sha256, IReadOnlyList<SuiteItem> Items);
