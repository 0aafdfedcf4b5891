using CsCheck;
using LongWriter.Evaluation.Comparing;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Comparing;

public class PairedTestTests
{
    /// <summary>Darwin's cross-fertilised and self-fertilised maize, differences in eighths of an inch: W+ = 96 of 120, p = 0.0413.</summary>
    private static readonly double[] s_maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    [Fact]
    public void Known_data_have_their_known_probability() => Assert.Equal(0.0413, PairedTest.PValue(s_maize), 0.0001);

    [Theory]
    [InlineData(1, 1)] // one difference: either sign is as probable
    [InlineData(2, 0.5)]
    [InlineData(5, 0.0625)]
    [InlineData(6, 0.03125)]
    [InlineData(10, 2.0 / 1024)]
    public void Differences_all_of_one_sign_have_two_ways_of_all(int count, double expected) =>
        Assert.Equal(expected, PairedTest.PValue(Enumerable.Range(1, count).Select(i => (double)i)), 1e-12);

    [Fact]
    public void Zeros_say_nothing_and_nothing_is_no_difference()
    {
        Assert.Equal(PairedTest.PValue(s_maize), PairedTest.PValue(s_maize.Concat([0.0, 0, 0])));
        Assert.Equal(1, PairedTest.PValue([0, 0]));
        Assert.Equal(1, PairedTest.PValue([]));
    }

    [Fact]
    public void The_exact_probability_is_that_of_trying_all_signs() =>
        Gen.Int[-4, 4].Array[1, 10].Each(200, values =>
        {
            double[] differences = [.. values.Select(value => (double)value)];

            Assert.Equal(ByTrying([.. differences.Where(difference => difference != 0)]), PairedTest.PValue(differences), 1e-9);
        });

    [Fact]
    public void The_probability_is_the_same_the_other_way_round_and_in_any_order() =>
        Gen.Double[-50, 50].Array[1, 40].Each(100, differences =>
        {
            var p = PairedTest.PValue(differences);

            Assert.InRange(p, 0, 1);
            Assert.Equal(p, PairedTest.PValue(differences.Select(difference => -difference)), 1e-12);
            Assert.Equal(p, PairedTest.PValue(differences.Reverse()), 1e-12);
        });

    [Fact]
    public void Beyond_what_is_counted_out_the_normal_curve_agrees()
    {
        // The same shape on both sides of the limit: four up for three down, of all sizes.
        static double[] Of(int count) => [.. Enumerable.Range(1, count).Select(i => i % 7 < 4 ? i : -(double)i)];
        var exact = PairedTest.PValue(Of(PairedTest.MostExact));
        var normal = PairedTest.PValue(Of(PairedTest.MostExact + 1));

        Assert.InRange(exact, 0.001, 0.5);
        Assert.Equal(exact, normal, 0.03);
        Assert.InRange(PairedTest.PValue(Enumerable.Range(1, 1000).Select(i => (double)i)), 0, 1e-100);
    }

    [Fact]
    public void Differences_of_chance_are_called_real_5_times_of_100()
    {
        var random = new Random(20260801);
        var called = Enumerable.Range(0, 1000).Count(_ => PairedTest.PValue(Enumerable.Range(0, 25).Select(_ => random.NextDouble() - 0.5)) < 0.05);

        Assert.InRange(called, 30, 70);
    }

    /// <summary>By the definition: of all ways to give the ranks their signs, those at least as uneven.</summary>
    private static double ByTrying(double[] differences)
    {
        double[] ranks = [.. differences.Select(one => differences.Count(other => Math.Abs(other) < Math.Abs(one)) + ((differences.Count(other => Math.Abs(other) == Math.Abs(one)) + 1) / 2.0))];
        double Uneven(Func<int, bool> positive) => Math.Abs(ranks.Where((_, i) => positive(i)).Sum() - (ranks.Sum() / 2));
        var seen = Uneven(i => differences[i] > 0);
        var ways = 1 << ranks.Length;
        return (double)Enumerable.Range(0, ways).Count(signs => Uneven(i => (signs >> i & 1) == 1) >= seen - 1e-9) / ways;
    }
}
