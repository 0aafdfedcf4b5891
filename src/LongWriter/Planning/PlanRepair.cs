namespace LongWriter.Planning;

/// <summary>Makes a parsed plan fit the document that was asked for; each change is told with its reason.</summary>
public static class PlanRepair
{
    /// <summary>Least words a step may keep after rescaling; below, sections say nothing.</summary>
    public const int LeastWords = 50;

    /// <summary>Least mean of the steps' words: the paper asks for 200 at least in each, and budgets vary around their mean.</summary>
    public const int LeastMean = 150;

    /// <summary>Most words of one step: the paper's prompt asks for no more, and models lose count beyond.</summary>
    public const int MostWords = 1000;

    /// <param name="plan">The plan as the model wrote it.</param>
    /// <param name="target">Words asked for, or null where the plan decides.</param>
    /// <param name="leastMean">Words that there must be for each step; steps beyond are dropped.</param>
    /// <returns>The accepted plan and one sentence for each repair.</returns>
    public static (Plan Plan, IReadOnlyList<string> Repairs) Fit(Plan plan, int? target, int leastMean = LeastMean)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var repairs = new List<string>();
        var steps = plan.Steps.DistinctBy(step => step.MainPoint, StringComparer.OrdinalIgnoreCase).ToList();
        if (steps.Count < plan.Steps.Count)
        {
            repairs.Add($"{plan.Steps.Count - steps.Count} steps said the same as an earlier one and were dropped");
        }

        // Steps that were planned larger than the target has room for are too many: some are kept at even distances, the first and
        // the last, which ends the text, among them. Steps planned small are meant so.
        var planned = steps.Sum(step => (long)step.Words) / steps.Count;
        var most = (int)Math.Max(1, (target ?? int.MaxValue) / Math.Clamp(planned, 1, leastMean));
        if (steps.Count > most)
        {
            repairs.Add($"{steps.Count} steps are too many for {target} words; {most} were kept");
            steps = [.. Enumerable.Range(0, most).Select(i => steps[most == 1 ? 0 : (int)(i * (steps.Count - 1L) / (most - 1))])];
        }

        var sum = steps.Sum(step => (long)step.Words);
        if (target is { } words && sum != words)
        {
            repairs.Add($"the steps' budgets came to {sum} words; they were rescaled to {words}");
            steps = Rescale(steps, words);
        }

        // Only a model's plan is split; a person may want a long section.
        if (leastMean > 1 && steps.Exists(step => step.Words > MostWords) && PlanFit.IsTooCoarse(plan, target))
        {
            repairs.Add($"{steps.Count} steps are too few for {target} words; those above {MostWords} words were split into parts");
            steps = [.. steps.SelectMany(Split)];
        }

        return (new Plan([.. steps.Select((step, i) => step with { Number = i + 1 })]), repairs);
    }

    /// <summary>A step in as few equal parts as keep within <see cref="MostWords"/>.</summary>
    private static IEnumerable<PlanStep> Split(PlanStep step)
    {
        var parts = (step.Words + MostWords - 1) / MostWords;
        for (var part = 1; part <= parts; part++)
        {
            var words = (int)(((long)step.Words * part / parts) - ((long)step.Words * (part - 1) / parts));
            yield return step with { MainPoint = parts == 1 ? step.MainPoint : $"{step.MainPoint}, part {part} of {parts}", Words = words };
        }
    }

    /// <summary>Scales budgets so that they sum to <paramref name="words"/> exactly, in tens where possible, the last taking the rest.</summary>
    private static List<PlanStep> Rescale(List<PlanStep> steps, int words)
    {
        var sum = steps.Sum(step => (double)step.Words);
        var least = Math.Min(LeastWords, words / steps.Count);
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
