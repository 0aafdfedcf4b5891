using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Judging.Agreements;

namespace LongWriter.Evaluation.Tests.Judging.Agreements;

public sealed class JudgeAgreementTests
{
    [Fact]
    public void Judges_are_compared_by_the_means_of_their_votes_and_unscored_votes_are_missing()
    {
        Judgement[] judgements =
        [
            Vote("a", "x", 0, 4), Vote("a", "x", 1, 2), Vote("a", "y", 0, 3),
            Vote("b", "x", 0, 1), Vote("b", "y", 0, 1), Vote("b", "y", 1, null),
            Vote("c", "x", 0, 5), Vote("c", "y", 0, null),
        ];

        var between = JudgeAgreement.Between(judgements);

        Assert.Equal([.. Dimensions.All.Cast<Dimension?>(), null], between.Select(agreement => agreement.Dimension));
        Assert.All(between, agreement => Assert.Equal((1, 1, 2), (agreement.Interval, agreement.Ordinal, agreement.Units)));
    }

    [Fact]
    public void A_judge_is_compared_with_itself_where_it_votes_more_than_once()
    {
        Judgement[] judgements = [Vote("a", "x", 0, 4), Vote("a", "x", 1, 2), Vote("b", "x", 0, 2), Vote("b", "x", 1, 4), Vote("a", "y", 0, 3)];

        var within = JudgeAgreement.Within(judgements);

        Assert.Equal(["x"], within.Keys);
        Assert.All(within["x"], agreement => Assert.True(agreement.Interval < 0 && agreement.Units == 2));
        Assert.Empty(JudgeAgreement.Between(judgements.Where(judgement => judgement.Judge == "x")));
    }

    private static Judgement Vote(string id, string judge, int vote, double? score) =>
        new(id, 0, judge, vote, score is { } known ? Dimensions.All.ToDictionary(dimension => dimension, _ => known) : null);
}
