using CsCheck;
using LongWriter.Training.Align;

namespace LongWriter.Training.Tests.Align;

public sealed class PrefixesTests
{
    private static readonly Gen<(float[] Weights, double[] Losses, double[] ByPrefix)> s_answers = Gen.Select(
        Gen.Bool.Array[1, 30].SelectMany(answer => Gen.Double[0.1, 5].Array[answer.Length].Select(losses => (answer, losses))),
        Gen.Double[-2, 2].Array[1, 6],
        (answer, byPrefix) => (Array.ConvertAll([.. answer.answer[1..], true], learn => learn ? 1f : 0f), answer.losses, byPrefix));

    [Fact]
    public void A_prefix_is_the_rounded_up_part_of_the_answer()
    {
        // The answer is the five places with a weight: halves are three and five tokens.
        float[] weights = [0, 1, 1, 0, 1, 1, 1];
        double[] losses = [9, 1, 2, 9, 4, 8, 16];
        Assert.Equal([-31], Prefixes.LogProbabilities(weights, losses, 1));
        Assert.Equal([-7, -31], Prefixes.LogProbabilities(weights, losses, 2));
        Assert.Equal([-3, -7, -15, -31], Prefixes.LogProbabilities(weights, losses, 4));
    }

    [Fact]
    public void An_answer_shorter_than_its_prefixes_repeats_them() =>
        Assert.Equal([-1, -1, -3, -3], Prefixes.LogProbabilities([1, 1], [1, 2], 4));

    [Fact]
    public void Slopes_are_the_derivatives_of_the_sums() => Property.Holds(s_answers, 200, 51, entry =>
    {
        // The sums are linear: any step gives the slope.
        const double Step = 1;
        var slopes = new double[entry.Losses.Length];
        Prefixes.Spread(entry.Weights, entry.ByPrefix, slopes);
        for (var place = 0; place < slopes.Length; place++)
        {
            double[] moved = [.. entry.Losses];
            moved[place] += Step;
            Assert.Equal((Value(moved) - Value(entry.Losses)) / Step, slopes[place], 9);
        }

        double Value(double[] losses) => Prefixes.LogProbabilities(entry.Weights, losses, entry.ByPrefix.Length).Zip(entry.ByPrefix, (sum, by) => sum * by).Sum();
    });
}
