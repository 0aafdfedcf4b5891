using CsCheck;
using LongWriter.Training.Optimization;

namespace LongWriter.Training.Tests.Optimization;

public sealed class LearningRateTests
{
    private static readonly LearningRate s_cosine = new(2, 0.1, 0.05, null);
    private static readonly LearningRate s_linear = new(2, 0.1, 0.05, 0.6);

    [Theory]
    [InlineData(0.025, 0.5)]
    [InlineData(0.05, 1.0)]
    [InlineData(0.075, 1.5)]
    [InlineData(0.1, 2.0)]
    public void Warm_up_rises_in_a_line_to_the_peak(double progress, double rate)
    {
        Assert.Equal(rate, s_cosine.At(progress), 12);
        Assert.Equal(rate, s_linear.At(progress), 12);
    }

    [Fact]
    public void The_very_first_step_already_moves() => Assert.Equal(2 * 1e-3 / 0.1, s_cosine.At(0), 12);

    [Theory]
    [InlineData(0.325, 0.853553390593274)]
    [InlineData(0.55, 0.5)]
    [InlineData(0.775, 0.146446609406726)]
    [InlineData(1, 0)]
    public void Cosine_falls_from_the_peak_to_the_floor(double progress, double height) =>
        Assert.Equal(0.1 + (1.9 * height), s_cosine.At(progress), 12);

    [Theory]
    [InlineData(0.3, 2)]
    [InlineData(0.6, 2)]
    [InlineData(0.8, 1.05)]
    [InlineData(0.9, 0.575)]
    [InlineData(1, 0.1)]
    public void With_a_decay_point_the_peak_is_held_and_then_falls_in_a_line(double progress, double rate) =>
        Assert.Equal(rate, s_linear.At(progress), 12);

    [Fact]
    public void Without_warm_up_the_first_step_has_the_peak() => Assert.Equal(3, new LearningRate(3, 0, 0.1, null).At(0), 12);

    [Fact]
    public void No_rate_is_above_the_peak_or_not_positive() => Property.Holds(
        Gen.Select(Gen.Double[0, 1], Gen.Double[0, 0.01], Gen.Double[0, 1], Gen.Bool),
        1000,
        11,
        entry =>
        {
            var (progress, warmUp, from, linear) = entry;
            var rate = new LearningRate(1.5, warmUp, 0.05, linear ? from : null);
            Assert.InRange(rate.At(progress), 1e-9, 1.5);
            Assert.InRange(rate.At(progress * warmUp), 1e-9, 1.5);
        });
}
