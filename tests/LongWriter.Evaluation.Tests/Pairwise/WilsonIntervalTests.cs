using CsCheck;
using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class WilsonIntervalTests
{
    /// <summary>R. G. Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3: Wilson without continuity correction.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_intervals_come_out_as_published(int successes, int trials, double low, double high)
    {
        var interval = WilsonInterval.Of(successes, trials);

        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
    }

    [Fact]
    public void It_holds_the_rate_lies_within_0_and_1_and_is_the_mirror_of_its_complement()
    {
        Gen.Int[1, 500].SelectMany(trials => Gen.Int[0, 2 * trials].Select(halves => (Successes: halves / 2.0, Trials: trials))).Sample(one =>
        {
            var interval = WilsonInterval.Of(one.Successes, one.Trials);
            var mirror = WilsonInterval.Of(one.Trials - one.Successes, one.Trials);
            Assert.InRange(one.Successes / one.Trials, interval.Low - 1e-12, interval.High + 1e-12);
            Assert.True(interval.Low >= 0 && interval.High <= 1);
            Assert.Equal(1 - interval.High, mirror.Low, 10);
        }, iter: 1000);
    }

    [Fact]
    public void Without_trials_nothing_is_known() => Assert.Equal(new WilsonInterval(0, 1), WilsonInterval.Of(0, 0));

    [Fact]
    public void Reports_print_a_rate_with_its_interval_and_none_as_a_dash()
    {
        Assert.Equal("50.0% (23.7–76.3)", WilsonInterval.Of(5, 10).Around(0.5));
        Assert.Equal("–", WilsonInterval.Of(0, 0).Around(null));
    }

    [Fact]
    public void More_successes_than_trials_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
}
