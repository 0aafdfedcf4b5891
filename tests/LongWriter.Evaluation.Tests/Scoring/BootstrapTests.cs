using CsCheck;
using LongWriter.Evaluation.Scoring;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Scoring;

public class BootstrapTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";

    [Fact]
    public void Of_a_sample_with_two_values_the_interval_is_that_of_the_binomial()
    {
        // 100 items, half of them 1: 95% of the means of such draws lie between 0.40 and 0.60.
        var figure = Bootstrap.Mean(Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? 1.0 : 0), seed: 1)!;

        Assert.Equal(0.5, figure.Mean);
        Assert.Equal(0.40, figure.Low!.Value, 0.011);
        Assert.Equal(0.60, figure.High!.Value, 0.011);
        Assert.Equal(100, figure.Items);
    }

    [Fact]
    public void The_interval_holds_the_true_mean_about_95_times_of_100()
    {
        var times = s_long ? 4000 : 400;
        var random = new Random(20260801);
        var holds = 0;
        for (var k = 0; k < times; k++)
        {
            // Skewed, as length scores are: the mean of exp(N(0, 0.5²)) is exp(1/8).
            var values = Enumerable.Range(0, 60).Select(_ => Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())));
            var figure = Bootstrap.Mean(values, seed: k)!;
            holds += figure.Low <= Math.Exp(0.125) && Math.Exp(0.125) <= figure.High ? 1 : 0;
        }

        Assert.InRange((double)holds / times, 0.92, 0.97);
    }

    [Fact]
    public void The_order_of_the_items_does_not_matter() =>
        Gen.Select(Gen.Double[0, 100].Array[1, 30], Gen.Int[0, 1000]).Each(50, drawn =>
        {
            var (values, seed) = drawn;
            var other = values.ToArray();
            new Random(seed).Shuffle(other);

            Assert.Equal(Bootstrap.Mean(values, seed), Bootstrap.Mean(other, seed));
            Assert.Equal(Bootstrap.HalfSum(values.Select(Pair), seed), Bootstrap.HalfSum(other.Select(Pair), seed));

            static (double, double?) Pair(double value) => (value, value < 30 ? null : 100 - value);
        });

    [Fact]
    public void An_interval_holds_its_mean_and_lies_among_the_values() =>
        Gen.Double[-100, 100].Array[2, 30].Each(100, values =>
        {
            var figure = Bootstrap.Mean(values, 7)!;

            Assert.InRange(figure.Mean, figure.Low!.Value - 1e-9, figure.High!.Value + 1e-9);
            Assert.InRange(figure.Low.Value, values.Min() - 1e-9, values.Max());
            Assert.InRange(figure.High.Value, values.Min(), values.Max() + 1e-9);
        });

    [Fact]
    public void One_item_has_no_interval_and_none_no_mean()
    {
        Assert.Equal(new Figure(3, null, null, 1), Bootstrap.Mean([3], 0));
        Assert.Null(Bootstrap.Mean([], 0));
        Assert.Null(Bootstrap.HalfSum([(3, null)], 0));
    }

    [Fact]
    public void Half_the_sum_has_no_interval_where_one_item_alone_has_a_second_value()
    {
        // That of the first values would stand for both, and be far too narrow.
        Assert.Equal(new Figure((50 + 80) / 2.0, null, null, 1), Bootstrap.HalfSum([(100, 80), (50, null), (0, null)], 0));
        Assert.Equal(new Figure(90, null, null, 1), Bootstrap.HalfSum([(100, 80)], 0));
    }

    [Fact]
    public void Half_the_sum_takes_the_second_mean_of_those_that_have_one()
    {
        var figure = Bootstrap.HalfSum([(100, 80), (50, null), (0, 60)], 0)!;

        Assert.Equal((50 + 70) / 2.0, figure.Mean, 9);
        Assert.Equal(2, figure.Items);
        Assert.NotNull(figure.Low);
    }
}
