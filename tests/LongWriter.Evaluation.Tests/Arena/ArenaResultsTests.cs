using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Arena;

public class ArenaResultsTests
{
    private static readonly ArenaMatch s_match = ArenaSamples.Match(6);

    [Fact]
    public void Votes_are_counted_overall_per_bin_and_per_language()
    {
        var choices = new[] { Choice.First, Choice.First, Choice.First, Choice.Second, Choice.Tie, Choice.BothBad };
        var results = ArenaResults.Of(s_match, choices.Select((choice, i) => ArenaSamples.Vote(s_match, "Ada", i, choice)));
        Assert.Equal(new ArenaCount("all", "secret-alpha", "secret-beta", 3, 2, 1, 1), results.Overall);
        Assert.Equal(4 / 6.0, results.Overall.WinRate);

        // Wilson, p = 2/3, n = 6, z = 1.96, by hand.
        Assert.Equal(0.300, results.Overall.Interval.Low, 3);
        Assert.Equal(0.903, results.Overall.Interval.High, 3);
        Assert.Equal(["[0,500)", "[2k,4k)"], results.Bins.Select(bin => bin.Group));
        Assert.Equal(["en", "zh"], results.Languages.Select(language => language.Group));
        Assert.Equal(6, results.Bins.Sum(bin => bin.Votes));
        Assert.Equal(3, results.Languages.Sum(language => language.Wins));
        var english = Enumerable.Range(0, 6).Where(i => s_match.Items[i].Prompt.StartsWith("Write", StringComparison.Ordinal)).Select(i => choices[i]).ToList();
        Assert.Equal(english.Count(choice => choice == Choice.First), results.Languages[0].Wins);
    }

    [Fact]
    public void Position_bias_counts_decided_votes_for_the_left_text()
    {
        var results = ArenaResults.Of(s_match,
        [
            ArenaSamples.Vote(s_match, "Ada", 0, Choice.First, firstOnLeft: true),
            ArenaSamples.Vote(s_match, "Ada", 1, Choice.Second, firstOnLeft: false),
            ArenaSamples.Vote(s_match, "Ada", 2, Choice.First, firstOnLeft: false),
            ArenaSamples.Vote(s_match, "Ada", 3, Choice.Tie, firstOnLeft: true),
        ]);
        Assert.Equal(new SideBias(2, 3), results.Bias);
    }

    [Fact]
    public void Agreement_rests_on_items_with_several_votes()
    {
        var alone = ArenaResults.Of(s_match, Votes("Ada", 1, 1, -1));
        Assert.Null(alone.Agreement);
        Assert.Equal(0, alone.SharedItems);
        var same = ArenaResults.Of(s_match, [.. Votes("Ada", 1, 0, -1, 1), .. Votes("Ben", 1, 0, -1, 1)]);
        Assert.Equal(1, same.Agreement);
        Assert.Equal(4, same.SharedItems);
        var against = ArenaResults.Of(s_match, [.. Votes("Ada", 1, 1, -1, -1), .. Votes("Ben", -1, -1, 1, 1)]);
        Assert.True(against.Agreement < 0);

        static IEnumerable<Vote> Votes(string voter, params int[] ratings) =>
            ratings.Select((rating, i) => ArenaSamples.Vote(s_match, voter, i, rating switch { 1 => Choice.First, -1 => Choice.Second, _ => Choice.Tie }));
    }

    [Fact]
    public void Votes_on_other_items_are_passed_over_and_no_votes_give_no_rate()
    {
        var stray = ArenaSamples.Vote(s_match, "Ada", 0, Choice.First) with { Id = "nowhere" };
        var results = ArenaResults.Of(s_match, [stray]);
        Assert.Equal(0, results.Overall.Votes);
        Assert.Null(results.Overall.WinRate);
        Assert.Null(results.Bias.LeftRate);
        Assert.Empty(results.Voters);
        Assert.Contains("| all | 0 | 0 | 0 | 0 | 0 | – |", ArenaTable.Of(results), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_holds_whatever_voters_call_themselves()
    {
        var results = ArenaResults.Of(s_match, [ArenaSamples.Vote(s_match, "a|b<script>\n|", 0, Choice.First, seconds: 10), ArenaSamples.Vote(s_match, "a|b<script>\n|", 1, Choice.First, seconds: 30)]);
        Assert.Equal(new ArenaVoter("a|b<script>\n|", 2, 20), Assert.Single(results.Voters));
        var table = ArenaTable.Of(results);
        Assert.Contains("| a\\|b&lt;script> \\| | 2 | 20 |", table, StringComparison.Ordinal);
        Assert.Contains("| all | 2 | 2 | 0 | 0 | 0 | 100.0% (34.2–100.0) |", table, StringComparison.Ordinal);
    }
}
