namespace LongWriter.Evaluation.Comparing;

/// <summary>Holm's correction (1979): the chance that any of several tests calls a difference that is none stays at the level of one.</summary>
public static class Holm
{
    /// <returns>The corrected p values, in the order of <paramref name="values"/>: the k-th smallest of m times (m − k + 1), never below the one before, at most 1.</returns>
    public static IReadOnlyList<double> Correct(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var corrected = new double[values.Count];
        var before = 0.0;
        foreach (var (rank, (i, value)) in values.Index().OrderBy(p => p.Item).ThenBy(p => p.Index).Index())
        {
            before = Math.Max(before, Math.Min(1, value * (values.Count - rank)));
            corrected[i] = before;
        }

        return corrected;
    }
}
