namespace LongWriter.Planning;

/// <summary>
/// A plan as a person keeps it in a file: sections in order, or chapters with the sections of each. Format: docs/formats/plan.md.
/// </summary>
/// <remarks>One of <see cref="Plan"/> and <see cref="Outline"/> is set; they go into a <see cref="WritingRequest"/> as they are.</remarks>
public sealed record PlanFile
{
    private PlanFile(Plan? plan, Outline? outline) => (Plan, Outline) = (plan, outline);

    /// <summary>The plan where it has one level.</summary>
    public Plan? Plan { get; }

    /// <summary>The plan where it has two.</summary>
    public Outline? Outline { get; }

    public int Words => Plan?.Words ?? Outline!.Words;

    public static PlanFile Of(Plan plan) => new(plan ?? throw new ArgumentNullException(nameof(plan)), null);

    public static PlanFile Of(Outline outline) => new(null, outline ?? throw new ArgumentNullException(nameof(outline)));

    /// <summary>The plan of a run as far as it is known: chapters not reached yet have no sections. Null where nothing is planned.</summary>
    public static PlanFile? Of(IEnumerable<WritingEvent> events)
    {
        var plans = new Dictionary<int, Plan>();
        Outline? outline = null;
        foreach (var happened in events)
        {
            outline = (happened as OutlineReady)?.Outline ?? outline;
            if (happened is PlanReady ready)
            {
                plans[ready.Chapter] = ready.Plan;
            }
        }

        return outline is not null ? Of(new Outline([.. outline.Chapters.Select(chapter => chapter with { Sections = plans.GetValueOrDefault(chapter.Number) })]))
            : plans.TryGetValue(0, out var plan) ? Of(plan)
            : null;
    }

    /// <summary>Reads a plan file. The order of its lines counts, their numbers do not.</summary>
    /// <exception cref="PlanException">A line cannot be read or contradicts another; the message names it by its number.</exception>
    public static PlanFile Parse(string text) => PlanFileReader.Read(text ?? throw new ArgumentNullException(nameof(text)));

    /// <summary>The file's text, no line end at the end.</summary>
    public override string ToString() => Plan?.ToString() ?? string.Join("\n\n", Outline!.Chapters.Select(chapter =>
        chapter.Sections is { } sections ? $"Chapter {chapter.Number} - Main Point: {chapter.MainPoint}\n{sections}" : chapter.ToString()));
}
