using CsCheck;
using LongWriter.Evaluation.Judging.Agreements;

namespace LongWriter.Evaluation.Tests.Judging.Agreements;

public sealed class KrippendorffAlphaTests
{
    /// <summary>Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part C: four observers, twelve units, missing values. 0.815 ordinal, 0.849 interval.</summary>
    private const string Krippendorff = """
        1 2 3 3 2 1 4 1 2 . . .
        1 2 3 3 2 2 4 1 2 5 . 3
        . 3 3 3 2 3 4 2 2 5 1 .
        1 2 3 3 2 4 4 1 2 5 1 .
        """;

    /// <summary>Wikipedia, "Krippendorff's alpha", the computational example: three coders, fifteen units. 0.811 interval.</summary>
    private const string Wikipedia = """
        . . . . . 3 4 1 2 1 1 3 3 . 3
        1 . 2 1 3 3 4 3 . . . . . . .
        . . 2 1 3 4 4 . 2 1 1 3 3 . 4
        """;

    [Theory]
    [InlineData(Krippendorff, Scale.Ordinal, 0.815)]
    [InlineData(Krippendorff, Scale.Interval, 0.849)]
    [InlineData(Wikipedia, Scale.Interval, 0.811)]
    public void Published_examples_come_out_as_published(string ratings, Scale scale, double published) =>
        Assert.Equal(published, KrippendorffAlpha.Of(Units(ratings), scale)!.Value, 3);

    [Fact]
    public void Full_agreement_is_1_and_opposites_are_below_0()
    {
        Assert.Equal(1, KrippendorffAlpha.Of([[1, 1], [3, 3], [5, 5]], Scale.Interval));
        Assert.True(KrippendorffAlpha.Of([[1, 5], [5, 1]], Scale.Interval) < 0);
    }

    [Fact]
    public void Where_nothing_can_be_compared_it_is_not_defined()
    {
        Assert.Null(KrippendorffAlpha.Of([], Scale.Ordinal));
        Assert.Null(KrippendorffAlpha.Of([[1], [2]], Scale.Ordinal));
        Assert.Null(KrippendorffAlpha.Of([[4, 4], [4, 4]], Scale.Interval));
        Assert.Null(KrippendorffAlpha.Of([[2, 4], [3]], Scale.Interval));
    }

    [Fact]
    public void Neither_the_order_of_raters_nor_lone_ratings_change_it()
    {
        Gen.Select(Gen.Int[1, 5].Select(score => (double)score).Array[1, 4].Array[2, 20], Gen.Int[0, 1]).Sample((units, scale) =>
        {
            var alpha = KrippendorffAlpha.Of(units, (Scale)scale);
            var other = KrippendorffAlpha.Of(units.Select(unit => unit.Reverse().ToArray()).Reverse().Append([3.0]), (Scale)scale);
            Assert.Equal(alpha is null, other is null);
            Assert.Equal(alpha ?? 0, other ?? 0, 9);
            Assert.True(alpha is null or <= 1 + 1e-9);
        }, iter: 500);
    }

    [Fact]
    public void Intervals_do_not_depend_on_the_units_of_measure()
    {
        var units = Units(Krippendorff).ToList();

        Assert.Equal(KrippendorffAlpha.Of(units, Scale.Interval)!.Value, KrippendorffAlpha.Of(units.Select(unit => unit.Select(score => (score - 1) * 25).ToArray()), Scale.Interval)!.Value, 10);
    }

    private static IEnumerable<IReadOnlyList<double>> Units(string ratings)
    {
        var raters = ratings.Split('\n').Select(line => line.Split(' ')).ToList();
        return Enumerable.Range(0, raters[0].Length).Select(unit => raters.Select(rater => rater[unit]).Where(rating => rating != ".").Select(double.Parse).ToArray());
    }
}
