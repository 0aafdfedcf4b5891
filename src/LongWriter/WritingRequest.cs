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

    /// <summary>
    /// The same in two levels, in place of <see cref="Plan"/>: chapters, and the sections of those that have any; the others are
    /// planned when they are reached. Strategies that plan in one level take the sections alone.
    /// </summary>
    public Outline? Outline { get; init; }

    /// <summary>
    /// Events of an earlier attempt at the same run, as a journal keeps them. They are yielded again, then the run goes on behind
    /// them: what is planned and written already is not asked for again.
    /// </summary>
    public IReadOnlyList<WritingEvent> Past { get; init; } = [];

    /// <summary>Seed of everything drawn.</summary>
    public long Seed { get; init; }
}
