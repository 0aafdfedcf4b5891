using LongWriter.Planning;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Runs;

/// <summary>The first line of a journal: all that a run depends on beside the model itself, so that it can be taken up again.</summary>
/// <param name="Journal">The version of the journal's format.</param>
/// <param name="Run">The run's name, that of its folder.</param>
/// <param name="Created">When it began.</param>
/// <param name="Instruction">What was asked for.</param>
/// <param name="Settings">How it is written.</param>
public sealed record RunHeader(int Journal, string Run, DateTimeOffset Created, string Instruction, RunSettings Settings)
{
    /// <summary>The version that is written.</summary>
    public const int Version = 1;

    /// <summary>Words asked for beside the instruction.</summary>
    public int? Words { get; init; }

    /// <summary>Seed of everything drawn.</summary>
    public long Seed { get; init; }

    /// <summary>A plan that was given.</summary>
    public Plan? Plan { get; init; }

    /// <summary>A plan in two levels that was given.</summary>
    public Outline? Outline { get; init; }

    /// <summary>The file that the text goes to.</summary>
    public string? Output { get; init; }

    /// <summary>The request that goes on behind these events.</summary>
    public WritingRequest ToRequest(IReadOnlyList<WritingEvent> past) => new(Instruction) { Words = Words, Seed = Seed, Plan = Plan, Outline = Outline, Past = past };
}

/// <summary>How a run is written; the names that options have.</summary>
/// <param name="Model">The model as the user named it.</param>
public sealed record RunSettings(string Model)
{
    public string? Planner { get; init; }

    public string Template { get; init; } = "longwriter";

    /// <summary><see cref="WriterOptions.TemplateHash"/>: a run goes on only with the prompts it began with.</summary>
    public string TemplateHash { get; init; } = "";

    public float? Temperature { get; init; }

    public WritingStrategy Strategy { get; init; }

    public HistoryPolicy History { get; init; }

    public WritingLayout Layout { get; init; }

    public bool Revises { get; init; }
}
