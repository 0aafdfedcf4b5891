using LongWriter.Planning;
using LongWriter.Strategies;

namespace LongWriter.Runs;

/// <summary>
/// What stands of a run after its plan was edited. A section written by agentwrite depends on the text before it, so what is kept are
/// the sections before the first step that changed: by its main point, its budget, its place or its chapter. Written all at once, a
/// section depends on its own step alone, wherever that stands now.
/// </summary>
/// <remarks>
/// Prompts show the whole plan too; that later steps differ there is no reason to write a section again. What is planned anew is spread
/// over the words that are left, as in any run. A document written in one call has no plan to edit.
/// </remarks>
public static class PlanEdit
{
    /// <summary>The events to go on from, as <see cref="WritingRequest.Past"/> of a request that has the edited plan.</summary>
    /// <param name="past">Events of the run, finished or stopped, as a journal keeps them.</param>
    /// <param name="plan">The edited plan.</param>
    /// <param name="strategy">How the document is written on.</param>
    public static IReadOnlyList<WritingEvent> Keep(IReadOnlyList<WritingEvent> past, PlanFile plan, WritingStrategy strategy)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(plan);
        var before = PlanFile.Of(past);
        return before is null || strategy == WritingStrategy.Direct || before.ToString() == plan.ToString() ? past
            : strategy == WritingStrategy.Parallel ? Changed(past, Steps(before), Steps(plan))
            : Front(past, before, plan);
    }

    /// <summary>What was written before the first step that changed, and of the plans those that changed in nothing.</summary>
    private static List<WritingEvent> Front(IReadOnlyList<WritingEvent> past, PlanFile before, PlanFile plan)
    {
        var (old, edited) = (Steps(before), Steps(plan));
        var same = old.Zip(edited).TakeWhile(pair => pair.First == pair.Second).Count();

        // Chapters that are the same to their end: neither plan has a step more in them.
        var whole = old.Take(same).Select(step => step.Chapter).Distinct()
            .Where(chapter => chapter > 0 && (same == old.Count || old[same].Chapter != chapter) && (same == edited.Count || edited[same].Chapter != chapter))
            .ToHashSet();
        return [.. past.Where(happened => happened switch
        {
            OutlineReady => plan.Outline is not null && before.Outline!.WithoutSections().ToString() == plan.Outline.WithoutSections().ToString(),
            PlanReady ready => whole.Contains(ready.Chapter),
            ChapterFinished chapter => whole.Contains(chapter.Chapter),
            SectionFinished section => section.Section.Number <= same,
            _ => false,
        })];
    }

    /// <summary>The sections of steps that are the same, under the numbers they have now.</summary>
    private static List<WritingEvent> Changed(IReadOnlyList<WritingEvent> past, List<Step> old, List<Step> edited)
    {
        var written = past.OfType<SectionFinished>().Where(section => section.Section.Number <= old.Count)
            .GroupBy(section => (old[section.Section.Number - 1].MainPoint, old[section.Section.Number - 1].Words))
            .ToDictionary(sections => sections.Key, sections => new Queue<SectionFinished>(sections));
        var kept = new List<WritingEvent>();
        for (var i = 0; i < edited.Count; i++)
        {
            if (written.TryGetValue((edited[i].MainPoint, edited[i].Words), out var sections) && sections.TryDequeue(out var section))
            {
                kept.Add(section with { Section = section.Section with { Number = i + 1 } });
            }
        }

        return kept;
    }

    /// <summary>All steps in order, up to the first chapter whose sections are not planned yet.</summary>
    private static List<Step> Steps(PlanFile plan) => plan.Plan is { } whole
        ? [.. whole.Steps.Select(step => new Step(0, "", step.MainPoint, step.Words))]
        : [.. plan.Outline!.Chapters.TakeWhile(chapter => chapter.Sections is not null).SelectMany(chapter => chapter.Sections!.Steps.Select(step => new Step(chapter.Number, chapter.MainPoint, step.MainPoint, step.Words)))];

    private sealed record Step(int Chapter, string ChapterPoint, string MainPoint, int Words);
}
