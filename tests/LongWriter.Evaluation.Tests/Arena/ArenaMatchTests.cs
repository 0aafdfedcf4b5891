using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Arena;

public class ArenaMatchTests
{
    [Fact]
    public void The_order_and_the_sides_are_the_same_for_the_same_seed_and_others_for_another()
    {
        var match = ArenaSamples.Match(40);
        Assert.Equal(match.Items, ArenaSamples.Match(40).Items);
        Assert.Equal(match.Sides("Ada"), ArenaSamples.Match(40).Sides("Ada"));
        Assert.NotEqual(match.Items, ArenaSamples.Match(40, seed: 2).Items);
        Assert.NotEqual(match.Sides("Ada"), ArenaSamples.Match(40, seed: 2).Sides("Ada"));
        Assert.NotEqual(match.Sides("Ada"), match.Sides("Ben"));
        Assert.NotEqual(match.Items.Select(item => item.Id), match.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(120)]
    public void Each_voter_sees_either_run_on_the_left_for_half_of_the_items(int items)
    {
        var match = ArenaSamples.Match(items);
        var left = Enumerable.Range(0, 200).Select(voter => match.Sides($"voter {voter}").Count(first => first)).ToList();
        Assert.All(left, count => Assert.InRange(count, items / 2, (items + 1) / 2));

        // Where the number is odd, the one more is on either side for about half of the voters.
        Assert.InRange(left.Sum() / 200.0 / items, 0.5 - (0.15 / items), 0.5 + (0.15 / items));
    }

    [Fact]
    public void Each_item_stands_on_either_side_for_about_half_of_the_voters()
    {
        var match = ArenaSamples.Match(10);
        var sides = Enumerable.Range(0, 400).Select(voter => match.Sides($"voter {voter}")).ToList();
        Assert.All(Enumerable.Range(0, 10), item => Assert.InRange(sides.Count(side => side[item]), 150, 250));
    }

    [Fact]
    public void Items_are_what_both_runs_have_written_whatever_the_order_they_finished_in()
    {
        var first = ArenaSamples.Run("a", "1", "2", "3");
        var second = ArenaSamples.Run("b", "1'", "2'");
        var match = ArenaMatch.Of(first, second, 5);
        Assert.Equal(["1", "2"], match.Items.Select(item => item.Id).Order(StringComparer.Ordinal));
        Assert.All(match.Items, item => Assert.Equal(item.First + "'", item.Second));
        Assert.Equal(match.Items, ArenaMatch.Of(first with { Predictions = [.. first.Predictions.Reverse()] }, second, 5).Items);
    }

    [Fact]
    public void Runs_that_cannot_be_compared_are_refused_in_one_line()
    {
        var run = ArenaSamples.Run("a", "1");
        var other = ArenaSamples.Run("b", "1");
        Assert.Contains("same run", Refused(run, run with { Name = "copy" }));
        Assert.Contains("one suite", Refused(run, other with { Info = other.Info with { SuiteSha256 = "bb" } }));
        Assert.Contains("written nothing", Refused(run, other with { Predictions = [] }));

        static string Refused(ArenaRun first, ArenaRun second)
        {
            var message = Assert.Throws<EvaluationFileException>(() => ArenaMatch.Of(first, second, 0)).Message;
            Assert.DoesNotContain('\n', message);
            return message;
        }
    }
}
