using System.Text.Json;
using System.Text.Json.Serialization;

namespace LongWriter.Datasets;

/// <summary>What became of a row, and why: a line of <c>verdicts.jsonl</c>. Every row that came in has one.</summary>
/// <param name="Row">Its line in the file that came in, from 1.</param>
/// <param name="Id">Its name there, or empty.</param>
/// <param name="Reason">Why it was dropped, or that it was kept.</param>
/// <param name="Detail">The reason's figures, one line; empty where the reason says all.</param>
public sealed record Verdict(long Row, string Id, Reason Reason, string Detail = "")
{
    /// <summary>The file it came in, where rows of more than one do.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Words asked for; null where none are stated.</summary>
    public int? Length { get; init; }

    /// <summary>Words of the answer; null where there is none.</summary>
    public int? Words { get; init; }

    /// <summary>S_l of the answer, 0 to 100; null without a length.</summary>
    public double? LengthScore { get; init; }
}

/// <summary>Why a row is in a data set or not. In files: snake case.</summary>
public enum Reason
{
    /// <summary>It is in.</summary>
    Kept,

    /// <summary>It cannot be read, or lacks what is needed of it.</summary>
    BadRow,

    /// <summary>The model does not write its language.</summary>
    Language,

    /// <summary>It states no length, or more than one, where the recipe needs exactly one.</summary>
    NoLength,

    /// <summary>The model gave no usable instruction for its text.</summary>
    FailedInstruction,

    /// <summary>The model gave no usable plan.</summary>
    FailedPlan,

    /// <summary>The model gave no usable text, or failed at it.</summary>
    FailedText,

    /// <summary>The text, or a section of it, is a refusal.</summary>
    Refused,

    /// <summary>The text repeats itself.</summary>
    Looping,

    /// <summary>The text has less than half of the words aimed at.</summary>
    TooShort,

    /// <summary>The text misses the length asked for by more than the recipe allows.</summary>
    OffLength,

    /// <summary>The text has more words than the cap.</summary>
    TooLong,

    /// <summary>The draw passed it over.</summary>
    NotDrawn,

    /// <summary>Fewer than two of its answers could be scored.</summary>
    Unscored,

    /// <summary>All its answers score the same.</summary>
    Tie,

    /// <summary>It has no prompt, or an empty one.</summary>
    Empty,

    /// <summary>Its prompt is too short to ask for anything, or far too long.</summary>
    PromptLength,

    /// <summary>Its prompt has a phrase of the list of what nobody should be taught to write.</summary>
    Toxic,

    /// <summary>Its prompt asks to collect pages or to fill in a form of another tool, not to write.</summary>
    Scraping,

    /// <summary>It states fewer words than are looked for.</summary>
    AsksForLess,

    /// <summary>It resembles a prompt of LongBench-Write or LongWrite-Ruler.</summary>
    Contaminated,

    /// <summary>It resembles a prompt that came earlier.</summary>
    NearDuplicate,

    /// <summary>The selector says that it needs fewer words than are looked for.</summary>
    NotLong,

    /// <summary>The selector said neither yes nor no.</summary>
    Unclear,
}

/// <summary>Names of reasons.</summary>
public static class Reasons
{
    /// <summary>As files have it: too_short.</summary>
    public static string Name(this Reason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
