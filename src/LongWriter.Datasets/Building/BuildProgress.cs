namespace LongWriter.Datasets.Building;

/// <summary>How far a build is.</summary>
/// <param name="Rows">Rows that came in.</param>
/// <param name="Done">Rows that are finished, in this attempt or an earlier one.</param>
/// <param name="Fresh">Of these, rows finished in this attempt: the pace is theirs.</param>
/// <param name="Words">Words written for them in this attempt.</param>
public sealed record BuildProgress(long Rows, long Done, long Fresh, long Words);

/// <summary>What a build came to.</summary>
/// <param name="Counts">Rows by what became of them.</param>
/// <param name="Words">Words of the rows that were kept.</param>
public sealed record BuildResult(IReadOnlyDictionary<Reason, long> Counts, long Words)
{
    public long Rows => Counts.Values.Sum();

    public long Kept => Counts.GetValueOrDefault(Reason.Kept);
}
