namespace LongWriter.Datasets.Authoring;

/// <summary>What a model made of a row: an instruction and a text for it, or why there is none.</summary>
/// <param name="Instruction">As it goes into the data set.</param>
/// <param name="Sections">The text, in sections; empty where there is none.</param>
public sealed record Composition(string Instruction, IReadOnlyList<string> Sections)
{
    /// <summary>The plan in the paper's lines, where there is one.</summary>
    public string? Plan { get; init; }

    /// <summary>Words aimed at: those asked for, or those of the plan; null where neither is known.</summary>
    public int? Aimed { get; init; }

    /// <summary>Tokens of all calls.</summary>
    public TokenUsage Usage { get; init; } = new(0, 0, 0);

    /// <summary>Why there is no text; null where there is one.</summary>
    public Reason? Problem { get; init; }

    /// <summary>What the problem was, one line.</summary>
    public string Detail { get; init; } = "";

    internal static Composition Of(string instruction, Failure failure) => new(instruction, []) { Problem = failure.Reason, Detail = failure.Detail };
}
