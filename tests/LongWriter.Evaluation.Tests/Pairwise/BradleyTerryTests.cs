using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class BradleyTerryTests
{
    [Fact]
    public void Of_two_runs_it_is_the_odds()
    {
        // With the half win that both begin with: 30.5 to 10.5.
        var strengths = BradleyTerry.Strengths(new double[,] { { 0, 30 }, { 10, 0 } });

        Assert.Equal(Math.Log(30.5 / 10.5), strengths[0] - strengths[1], 8);
        Assert.Equal(0, strengths.Sum(), 8);
    }

    [Fact]
    public void Strengths_that_wins_are_made_of_come_back()
    {
        double[] truth = [Math.Log(4), Math.Log(1), Math.Log(0.25)];
        var wins = new double[3, 3];
        for (var i = 0; i < 3; i++)
        {
            for (var j = 0; j < 3; j++)
            {
                wins[i, j] = i == j ? 0 : 1e6 / (1 + Math.Exp(truth[j] - truth[i]));
            }
        }

        Assert.All(BradleyTerry.Strengths(wins).Zip(truth), pair => Assert.Equal(pair.Second, pair.First, 4));
    }

    [Fact]
    public void A_run_that_never_lost_stays_finite_and_leads()
    {
        var strengths = BradleyTerry.Strengths(new double[,] { { 0, 20, 20 }, { 0, 0, 10 }, { 0, 10, 0 } });

        Assert.True(strengths[0] is > 1 and < 20);
        Assert.Equal(strengths[1], strengths[2], 8);
    }
}
