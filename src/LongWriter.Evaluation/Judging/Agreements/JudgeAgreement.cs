namespace LongWriter.Evaluation.Judging.Agreements;

/// <summary>Agreement on one dimension, or on S_q.</summary>
/// <param name="Dimension">Null for S_q.</param>
/// <param name="Interval">Krippendorff's alpha with interval distances; null where it is not defined.</param>
/// <param name="Ordinal">The same with ordinal distances.</param>
/// <param name="Units">Texts that two raters or more have scored.</param>
public sealed record Agreement(Dimension? Dimension, double? Interval, double? Ordinal, int Units);

/// <summary>How far judges agree with each other, and each with itself from vote to vote. Unscored votes are missing values.</summary>
public static class JudgeAgreement
{
    /// <summary>Between judges: a rater is a judge, its rating the mean of its votes. Empty for a single judge.</summary>
    /// <returns>The six dimensions, then S_q.</returns>
    public static IReadOnlyList<Agreement> Between(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        var scored = judgements.Where(judgement => judgement.Scores is not null).ToList();
        return scored.DistinctBy(judgement => judgement.Judge, StringComparer.Ordinal).Take(2).Count() < 2
            ? []
            : Measure(scored.GroupBy(Text), (text, rating) => [.. text.GroupBy(judgement => judgement.Judge, StringComparer.Ordinal).Select(votes => votes.Average(rating))]);
    }

    /// <summary>Of each judge with itself: a rater is a vote. Judges with a single vote are not among them.</summary>
    /// <returns>By judge, the six dimensions, then S_q.</returns>
    public static IReadOnlyDictionary<string, IReadOnlyList<Agreement>> Within(IEnumerable<Judgement> judgements)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        return judgements.Where(judgement => judgement.Scores is not null)
            .GroupBy(judgement => judgement.Judge, StringComparer.Ordinal)
            .Where(judge => judge.Any(judgement => judgement.Vote > 0))
            .ToDictionary(judge => judge.Key, judge => Measure(judge.GroupBy(Text), (text, rating) => [.. text.Select(rating)]), StringComparer.Ordinal);
    }

    private static IReadOnlyList<Agreement> Measure<TKey>(IEnumerable<IGrouping<TKey, Judgement>> texts, Func<IEnumerable<Judgement>, Func<Judgement, double>, double[]> ratings)
    {
        var all = texts.ToList();
        Agreement Of(Dimension? dimension, Func<Judgement, double> rating)
        {
            var units = all.Select(text => ratings(text, rating)).Where(unit => unit.Length > 1).ToList();
            return new Agreement(dimension, KrippendorffAlpha.Of(units, Scale.Interval), KrippendorffAlpha.Of(units, Scale.Ordinal), units.Count);
        }

        return [.. Dimensions.All.Select(dimension => Of(dimension, judgement => judgement.Scores![dimension])), Of(null, judgement => Dimensions.Quality(judgement.Scores!))];
    }

    private static (string Id, int Sample) Text(Judgement judgement) => (judgement.Id, judgement.Sample);
}
