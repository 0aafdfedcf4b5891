namespace LongWriter.Datasets.Selecting;

/// <summary>How far a selection is.</summary>
/// <param name="Rows">Rows looked at.</param>
/// <param name="Kept">Rows selected.</param>
/// <param name="Part">How much of all input has been read, 0 to 1.</param>
public sealed record SelectionProgress(long Rows, long Kept, double Part);

/// <summary>What a selection came to.</summary>
/// <param name="Counts">Rows by what became of them; they add up to the rows that came in.</param>
/// <param name="Lengths">Which lengths people asked for.</param>
public sealed record SelectionResult(IReadOnlyDictionary<Reason, long> Counts, LengthStudy Lengths)
{
    public long Rows => Counts.Values.Sum();

    public long Kept => Counts.GetValueOrDefault(Reason.Kept);
}
