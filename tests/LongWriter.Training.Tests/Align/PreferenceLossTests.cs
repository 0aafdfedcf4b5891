using LongWriter.Training.Align;

namespace LongWriter.Training.Tests.Align;

public sealed class PreferenceLossTests
{
    private static readonly AnswerScore s_chosen = new([-4, -10], [-5, -12], 5);
    private static readonly AnswerScore s_rejected = new([-7, -20], [-6, -19], 10);

    [Fact]
    public void Dpo_is_the_formula()
    {
        // Log-ratios 2 and −1, β 0.5: −log σ(1.5) = log(1 + e^−1.5).
        var loss = new DirectPreference(0.5).Of(Last(s_chosen), Last(s_rejected));
        Assert.Equal(0.2014132779827524, loss.Loss, 12);
        Assert.Equal((1, -0.5), (loss.ChosenReward, loss.RejectedReward));
        Assert.Equal(-0.5 * 0.18242552380635635, loss.ByChosen[0], 12);
        Assert.Equal(0.5 * 0.18242552380635635, loss.ByRejected[0], 12);
    }

    [Fact]
    public void A_model_that_is_its_reference_has_a_loss_of_ln_2()
    {
        var same = new AnswerScore([-3], [-3], 4);
        Assert.Equal(Math.Log(2), new DirectPreference(0.1).Of(same, same).Loss, 14);
        Assert.Equal(Math.Log(2), new LengthNormalisedPreference(2).Of(same, same).Loss, 14);
    }

    [Fact]
    public void The_prefix_variant_is_the_mean_of_dpo_over_the_prefixes()
    {
        var both = new DirectPreference(0.5, 2).Of(s_chosen, s_rejected);
        var first = new DirectPreference(0.5).Of(First(s_chosen), First(s_rejected));
        var whole = new DirectPreference(0.5).Of(Last(s_chosen), Last(s_rejected));
        Assert.Equal((first.Loss + whole.Loss) / 2, both.Loss, 14);
        Assert.Equal([first.ByChosen[0] / 2, whole.ByChosen[0] / 2], both.ByChosen);
        Assert.Equal(whole.ChosenReward, both.ChosenReward);
    }

    [Fact]
    public void Length_normalised_divides_by_the_tokens()
    {
        // Log-ratios a token 2/5 and −1/10, β 2: −log σ(1).
        var loss = new LengthNormalisedPreference(2).Of(Last(s_chosen), Last(s_rejected));
        Assert.Equal(0.3132616875182228, loss.Loss, 12);
        Assert.Equal(-0.2689414213699951 * 2 / 5, loss.ByChosen[0], 12);
        Assert.Equal(0.2689414213699951 * 2 / 10, loss.ByRejected[0], 12);
    }

    [Fact]
    public void Orpo_compares_odds()
    {
        // Mean probabilities ½ and ⅓: odds 1 and ½, their ratio 2, −log σ(ln 2) = ln 1.5.
        var loss = new OddsRatioPreference(0.1);
        Assert.False(loss.NeedsReference);
        var result = loss.Of(new AnswerScore([4 * Math.Log(0.5)], [], 4), new AnswerScore([7 * Math.Log(1 / 3.0)], [], 7));
        Assert.Equal(0.1 * Math.Log(1.5), result.Loss, 12);
        Assert.Equal(0.1 * Math.Log(2), result.ChosenReward - result.RejectedReward, 12);
    }

    [Theory]
    [InlineData(800)]
    [InlineData(-800)]
    public void Far_apart_answers_overflow_nothing(double apart)
    {
        var loss = new DirectPreference(1).Of(new AnswerScore([apart], [0], 1), new AnswerScore([0], [0], 1));
        Assert.Equal(Math.Max(0, -apart), loss.Loss);
        Assert.Equal(apart < 0 ? -1 : 0, loss.ByChosen[0], 12);
        Assert.True(double.IsFinite(new OddsRatioPreference(1).Of(new AnswerScore([-1e-12], [], 3), new AnswerScore([-9000], [], 3)).Loss));
    }

    public static TheoryData<string> Losses => ["dpo", "prefix", "length-normalised", "orpo"];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Slopes_are_central_differences(string name)
    {
        const double Step = 1e-5;
        var loss = Of(name);
        var prefixes = loss.PrefixCount;
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var (chosen, rejected) = (Random(random), Random(random));
            var result = loss.Of(chosen, rejected);
            for (var k = 0; k < prefixes; k++)
            {
                Assert.Equal((loss.Of(Moved(chosen, k, Step), rejected).Loss - loss.Of(Moved(chosen, k, -Step), rejected).Loss) / (2 * Step), result.ByChosen[k], 7);
                Assert.Equal((loss.Of(chosen, Moved(rejected, k, Step)).Loss - loss.Of(chosen, Moved(rejected, k, -Step)).Loss) / (2 * Step), result.ByRejected[k], 7);
                Assert.True(result.ByChosen[k] < 0 && result.ByRejected[k] > 0);
            }
        }

        AnswerScore Random(Random random) => new(
            [.. Enumerable.Range(0, prefixes).Select(_ => -10 * random.NextDouble() - 1)],
            [.. Enumerable.Range(0, prefixes).Select(_ => -10 * random.NextDouble() - 1)],
            3 + random.Next(5));

        static AnswerScore Moved(AnswerScore answer, int prefix, double by) => answer with { Policy = [.. answer.Policy.Select((value, k) => k == prefix ? value + by : value)] };
    }

    internal static PreferenceLoss Of(string name) => name switch
    {
        "prefix" => new DirectPreference(0.4, 3),
        "length-normalised" => new LengthNormalisedPreference(3),
        "orpo" => new OddsRatioPreference(0.6),
        _ => new DirectPreference(0.4),
    };

    private static AnswerScore First(AnswerScore answer) => new([answer.Policy[0]], [answer.Reference[0]], answer.Tokens);

    private static AnswerScore Last(AnswerScore answer) => new([answer.Policy[^1]], [answer.Reference[^1]], answer.Tokens);
}
