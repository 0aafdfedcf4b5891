using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Tests.Scoring;

public class QualityScoreTests
{
    private static Dictionary<Dimension, double> All(double mark) => Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, _ => mark);

    private static Judgement Vote(string judge, int vote, Dictionary<Dimension, double>? scores) => new("1", 0, judge, vote, scores);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 50)]
    [InlineData(4.5, 87.5)]
    [InlineData(5, 100)]
    public void A_dimension_is_25_a_mark_above_1(double mean, double expected)
    {
        Assert.Equal(expected, QualityScore.OfDimension(mean));
        Assert.Equal(expected, QualityScore.Of(All(mean)), 9);
    }

    [Fact]
    public void S_q_is_the_mean_of_the_dimensions()
    {
        var marks = All(5);
        marks[Dimension.Clarity] = 2;

        Assert.Equal((5 * 100 + 25) / 6.0, QualityScore.Of(marks), 9);
    }

    [Fact]
    public void Votes_make_a_judge_and_judges_an_item()
    {
        // One judge votes thrice, the other once: each counts half.
        var marks = QualityScore.Marks([Vote("a", 0, All(1)), Vote("a", 1, All(2)), Vote("a", 2, All(3)), Vote("b", 0, All(5))]);

        Assert.Equal(3.5, marks![Dimension.Accuracy]);
    }

    [Fact]
    public void Votes_without_a_verdict_are_passed_over_or_filled_as_released()
    {
        Judgement[] votes = [Vote("a", 0, null), Vote("a", 1, All(5))];

        Assert.Equal(5, QualityScore.Marks(votes)![Dimension.Relevance]);
        Assert.Equal(4, QualityScore.Marks(votes, released: true)![Dimension.Relevance]);
        Assert.Null(QualityScore.Marks([Vote("a", 0, null)]));
        Assert.Null(QualityScore.Marks([], released: true));
    }

    [Fact]
    public void A_verdict_with_a_dimension_too_few_or_a_mark_out_of_range_is_none()
    {
        var few = All(4);
        few.Remove(Dimension.Accuracy);
        var high = All(4);
        high[Dimension.Accuracy] = 6;
        var low = All(4);
        low[Dimension.Accuracy] = 0;

        Assert.All(new[] { few, high, low }, scores => Assert.Null(QualityScore.Marks([Vote("a", 0, scores)])));
    }
}
