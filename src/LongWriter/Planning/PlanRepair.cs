namespace LongWriter.Planning;

/// <summary>Makes a parsed plan fit the document that was asked for; each change is told with its reason.</summary>
public static class PlanRepair
{
    /// <param name="plan">The plan as the model wrote it.</param>
    /// <param name="target">Words asked for, or null where the plan decides.</param>
    /// <param name="bounds">What size the steps may have.</param>
    /// <returns>The accepted plan and one sentence for each repair.</returns>
    public static (Plan Plan, IReadOnlyList<string> Repairs) Fit(Plan plan, int? target, PlanBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(bounds);
        var repairs = new List<string>();
        var steps = plan.Steps.DistinctBy(step => step.MainPoint, StringComparer.OrdinalIgnoreCase).ToList();
        if (steps.Count < plan.Steps.Count)
        {
            repairs.Add($"{plan.Steps.Count - steps.Count} steps said the same as an earlier one and were dropped");
        }

        // Steps that were planned larger than the target has room for are too many. Steps planned small are meant so.
        var planned = steps.Sum(step => (long)step.Words) / steps.Count;
        var most = (int)Math.Max(1, (target ?? int.MaxValue) / Math.Clamp(planned, 1, bounds.LeastMean));
        if (steps.Count > most)
        {
            repairs.Add($"{steps.Count} steps are too many for {target} words; the smallest were merged with a neighbor, {most} are left");
            steps = Merge(steps, most);
        }

        var sum = steps.Sum(step => (long)step.Words);
        if (target is { } words && sum != words)
        {
            repairs.Add($"the steps' budgets came to {sum} words; they were rescaled to {words}");
            steps = Rescale(steps, words, bounds.Least);
        }

        if (steps.Exists(step => step.Words > bounds.Most))
        {
            var large = steps.Count(step => step.Words > bounds.Most);
            repairs.Add(large == 1 ? $"a step of more than {bounds.Most} words was split into parts" : $"{large} steps of more than {bounds.Most} words were split into parts");
            steps = [.. steps.SelectMany(step => Split(step, bounds.Most))];
        }

        return (new Plan([.. steps.Select((step, i) => step with { Number = i + 1 })]), repairs);
    }

    /// <summary>The same for a person's plan in two levels: chapters keep their shares of the target, sections theirs of their chapter.</summary>
    public static (Outline Outline, IReadOnlyList<string> Repairs) Fit(Outline outline, int? target)
    {
        ArgumentNullException.ThrowIfNull(outline);
        var chapters = outline.Chapters.Select(chapter => new PlanStep(chapter.Number, chapter.MainPoint, chapter.Sections?.Words ?? chapter.Words)).ToList();
        var sum = chapters.Sum(chapter => (long)chapter.Words);
        var rescales = target is { } words && words != sum;
        chapters = rescales ? Rescale(chapters, target!.Value, PlanBounds.Own.Least) : chapters;
        var fitted = outline.Chapters.Select((chapter, i) => chapter with
        {
            Number = i + 1,
            Words = chapters[i].Words,
            Sections = chapter.Sections is { } sections ? Fit(sections, chapters[i].Words, PlanBounds.Own).Plan : null,
        });
        return (new Outline([.. fitted]), rescales ? [$"the chapters' budgets came to {sum} words; they were rescaled to {target}"] : []);
    }

    /// <summary>Merges the two neighbors that have the fewest words together until so many steps are left.</summary>
    private static List<PlanStep> Merge(List<PlanStep> steps, int count)
    {
        while (steps.Count > count)
        {
            var at = Enumerable.Range(0, steps.Count - 1).MinBy(i => (long)steps[i].Words + steps[i + 1].Words);
            var words = (int)Math.Min(int.MaxValue, (long)steps[at].Words + steps[at + 1].Words);
            steps[at] = steps[at] with { MainPoint = $"{steps[at].MainPoint}; {steps[at + 1].MainPoint}", Words = words };
            steps.RemoveAt(at + 1);
        }

        return steps;
    }

    /// <summary>A step in as few equal parts as keep within the bounds.</summary>
    private static IEnumerable<PlanStep> Split(PlanStep step, int most)
    {
        var parts = (int)(((long)step.Words + most - 1) / most);
        for (var part = 1; part <= parts; part++)
        {
            var words = (int)(((long)step.Words * part / parts) - ((long)step.Words * (part - 1) / parts));
            yield return step with { MainPoint = parts == 1 ? step.MainPoint : $"{step.MainPoint}, part {part} of {parts}", Words = words };
        }
    }

    /// <summary>Scales budgets so that they sum to <paramref name="words"/> exactly, in tens where possible, the last taking the rest.</summary>
    private static List<PlanStep> Rescale(List<PlanStep> steps, int words, int bound)
    {
        var sum = steps.Sum(step => (double)step.Words);
        var least = Math.Min(bound, words / steps.Count);
        var result = new List<PlanStep>();
        var left = words;
        for (var i = 0; i < steps.Count; i++)
        {
            // At least that much is left for every step after this one, so the bounds never cross.
            var most = left - ((steps.Count - i - 1) * least);
            var share = i + 1 == steps.Count ? left : Math.Clamp((int)Math.Round((double)steps[i].Words * words / sum / 10) * 10, least, most);
            result.Add(steps[i] with { Words = share });
            left -= share;
        }

        return result;
    }
}
