using LongWriter.Planning;

namespace LongWriter;

/// <summary>One document to write.</summary>
/// <param name="Instruction">What the user asks for.</param>
public sealed record WritingRequest(string Instruction)
{
    /// <summary>Words asked for; null reads them from the instruction, and where it states none the plan decides.</summary>
    public int? Words { get; init; }

    /// <summary>A plan to follow instead of asking the model for one.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Sections that stand already, from the first on; they are not written again.</summary>
    public IReadOnlyList<SectionFinished> Finished { get; init; } = [];

    /// <summary>Seed of everything drawn.</summary>
    public long Seed { get; init; }
}
