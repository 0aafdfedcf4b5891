using LongWriter.Evaluation.Judging;

namespace LongWriter.Evaluation.Scoring;

/// <summary>The paper's quality score S_q (LongBench-Write).</summary>
public static class QualityScore
{
    /// <summary>What the released scorer puts in for a score that is not there.</summary>
    public const double ReleasedFill = 3;

    /// <summary>One dimension on the scale of S_q.</summary>
    /// <param name="mean">Of the judge's marks, 1 to 5.</param>
    /// <returns>(mean − 1)·25: 0 to 100.</returns>
    public static double OfDimension(double mean) => (mean - 1) * 25;

    /// <summary>All dimensions on the scale of S_q: the mean of theirs.</summary>
    /// <param name="marks">All six, 1 to 5 each.</param>
    public static double Of(IReadOnlyDictionary<Dimension, double> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        return Enum.GetValues<Dimension>().Average(dimension => OfDimension(marks[dimension]));
    }

    /// <summary>
    /// The marks of one prediction: of each judge the mean over its votes and parts, then the mean over judges. Votes without a verdict are
    /// passed over.
    /// </summary>
    /// <param name="judgements">All of one prediction.</param>
    /// <param name="released">A vote without a verdict counts 3 in every dimension.</param>
    /// <returns>Null where no vote has a verdict: unscored.</returns>
    public static IReadOnlyDictionary<Dimension, double>? Marks(IEnumerable<Judgement> judgements, bool released = false)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var judges = judgements
            .GroupBy(judgement => judgement.Judge, judgement => IsWhole(judgement.Scores) ? judgement.Scores : released ? s_filled : null, StringComparer.Ordinal)
            .OrderBy(judge => judge.Key, StringComparer.Ordinal)
            .Select(judge => judge.OfType<IReadOnlyDictionary<Dimension, double>>().ToList())
            .Where(votes => votes.Count > 0)
            .ToList();
        return judges.Count == 0 ? null
            : Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, dimension => judges.Average(votes => votes.Select(vote => vote[dimension]).Order().Average()));
    }

    private static readonly Dictionary<Dimension, double> s_filled = Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, _ => ReleasedFill);

    /// <summary>A verdict with a dimension too few or a mark out of range is none, whoever wrote it.</summary>
    private static bool IsWhole(IReadOnlyDictionary<Dimension, double>? scores) =>
        scores is not null && Enum.GetValues<Dimension>().All(dimension => scores.TryGetValue(dimension, out var mark) && mark is >= 1 and <= 5);
}
