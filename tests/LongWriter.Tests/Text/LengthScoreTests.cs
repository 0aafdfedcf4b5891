using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;

namespace LongWriter.Tests;

public class LengthScoreTests
{
    [Theory]
    [InlineData(1000, 100)]
    [InlineData(1100, 96.67)]
    [InlineData(900, 94.44)]
    [InlineData(1250, 91.67)]
    [InlineData(2000, 66.67)]
    [InlineData(500, 50)]
    [InlineData(334, 0.30)]
    [InlineData(4000, 0)]
    [InlineData(40_000, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void A_text_for_1000_words_scores_as_the_paper_says(int written, double score) => Assert.Equal(score, LengthScore.Of(1000, written), 0.005);

    [Fact]
    public void Scores_stay_between_0_and_100_and_only_the_exact_length_scores_100() =>
        Gen.Select(Gen.Int[1, 100_000], Gen.Int[0, 500_000]).Each(5000, drawn =>
        {
            var (asked, written) = drawn;
            var score = LengthScore.Of(asked, written);
            Assert.InRange(score, 0, 100);
            Assert.Equal(asked == written, score >= 100);
            Assert.Equal(100, LengthScore.Of(asked, asked));
        });

    [Theory]
    [InlineData(0, 10)]
    [InlineData(-5, 10)]
    [InlineData(10, -1)]
    public void Lengths_that_cannot_be_are_refused(int asked, int written) => Assert.Throws<ArgumentOutOfRangeException>(() => LengthScore.Of(asked, written));
}
