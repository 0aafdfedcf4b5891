namespace LongWriter.Planning;

/// <summary>How well a plan suits the length asked for, before any repair.</summary>
public static class PlanFit
{
    /// <summary>
    /// Budgets that miss the target by more than this factor belong to a plan for another length: rescaled, its sections would be too
    /// many or too few for what they are to say.
    /// </summary>
    public const double MostFactor = 2;

    /// <summary>Whether the plan has too few steps for the target to keep each within its bounds.</summary>
    public static bool IsTooCoarse(Plan plan, int? target, PlanBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(bounds);
        return target > (long)plan.Steps.Count * bounds.Most;
    }

    /// <summary>Whether the plan's budgets come to the target or near it. Without a target every plan does.</summary>
    public static bool IsNear(Plan plan, int? target) => Factor(plan, target) <= MostFactor;

    /// <summary>Whether one plan suits the target better than another: fine enough first, then by its budgets.</summary>
    public static bool IsBetter(Plan plan, Plan other, int? target, PlanBounds bounds) => (IsTooCoarse(plan, target, bounds), IsTooCoarse(other, target, bounds)) switch
    {
        (false, true) => true,
        (true, false) => false,
        (true, true) => plan.Steps.Count > other.Steps.Count,
        _ => Factor(plan, target) < Factor(other, target),
    };

    private static double Factor(Plan plan, int? target)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return target is { } words ? Math.Max((double)plan.Words / words, (double)words / Math.Max(1, plan.Words)) : 1;
    }
}
