using LongWriter.Evaluation.Judging.Agreements;
using LongWriter.Evaluation.Pairwise;
using LongWriter.Evaluation.Scoring;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Arena;

/// <summary>How often one run's texts were preferred to the other's.</summary>
/// <param name="Group">all, a bin of lengths asked for, or en or zh.</param>
/// <param name="Run">Whose wins they are.</param>
/// <param name="Other">Against whom.</param>
/// <param name="Wins">Votes for the run.</param>
/// <param name="Ties">Votes for neither, those that call both bad among them.</param>
/// <param name="Losses">Votes for the other.</param>
/// <param name="BothBad">Of the ties, those that call both bad.</param>
public sealed record ArenaCount(string Group, string Run, string Other, int Wins, int Ties, int Losses, int BothBad)
{
    public int Votes => Wins + Ties + Losses;

    /// <summary>0 to 1, a tie as half a win; null without votes.</summary>
    public double? WinRate => Votes == 0 ? null : (Wins + (Ties / 2.0)) / Votes;

    /// <summary>Of the win rate, 95%, each vote taken as a trial of its own.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Wins + (Ties / 2.0), Votes);
}

/// <summary>How far one voter has come.</summary>
/// <param name="MedianSeconds">For which they looked at an item.</param>
public sealed record ArenaVoter(string Name, int Votes, double MedianSeconds);

/// <summary>How far voters lean to the left.</summary>
/// <param name="Left">Votes for the text on the left.</param>
/// <param name="Decided">Votes for either.</param>
public sealed record SideBias(int Left, int Decided)
{
    /// <summary>0 to 1; 0.5 without bias; null where nothing was decided.</summary>
    public double? LeftRate => Decided == 0 ? null : (double)Left / Decided;

    public WilsonInterval Interval => WilsonInterval.Of(Left, Decided);
}

/// <summary>What people say of two runs.</summary>
/// <param name="Items">Items that both runs have written.</param>
/// <param name="Judged">Of them, those with a vote.</param>
/// <param name="Overall">All votes.</param>
/// <param name="Bins">By the length asked for; those without votes are left out.</param>
/// <param name="Languages">By the prompt's language; those without votes are left out.</param>
/// <param name="Agreement">Krippendorff's alpha of the voters, ordinal: first, neither, second; null where no item has two votes, or all votes are the same.</param>
/// <param name="SharedItems">Items with two votes or more, on which the agreement rests.</param>
public sealed record ArenaResults(
    int Items, int Judged, ArenaCount Overall, IReadOnlyList<ArenaCount> Bins, IReadOnlyList<ArenaCount> Languages,
    IReadOnlyList<ArenaVoter> Voters, double? Agreement, int SharedItems, SideBias Bias)
{
    /// <param name="votes">Those on items that are not of the match are passed over.</param>
    public static ArenaResults Of(ArenaMatch match, IEnumerable<Vote> votes)
    {
        ArgumentNullException.ThrowIfNull(match);
        var counted = match.Counted(votes).ToList();
        ArenaCount Count(string group, IEnumerable<Vote> some)
        {
            var by = some.CountBy(vote => vote.Choice).ToDictionary();
            int Of(Choice choice) => by.GetValueOrDefault(choice);
            return new ArenaCount(group, match.First.Name, match.Second.Name, Of(Choice.First), Of(Choice.Tie) + Of(Choice.BothBad), Of(Choice.Second), Of(Choice.BothBad));
        }

        IReadOnlyList<ArenaCount> Groups(IEnumerable<string> names, Func<ArenaItem, string> group)
        {
            var grouped = counted.ToLookup(one => group(one.Item), one => one.Vote, StringComparer.Ordinal);
            return [.. names.Where(grouped.Contains).Select(name => Count(name, grouped[name]))];
        }

        var items = counted.GroupBy(one => one.Item.Key, one => one.Vote).ToList();
        var shared = items.Select(item => item.Select(Rating).ToArray()).Where(ratings => ratings.Length > 1).ToList();
        var decided = counted.Select(one => one.Vote).Where(vote => vote.Choice is Choice.First or Choice.Second).ToList();
        return new ArenaResults(
            match.Items.Count,
            items.Count,
            Count("all", counted.Select(one => one.Vote)),
            Groups(LengthBin.All.Select(bin => bin.Name), item => LengthBin.Of(item.Length).Name),
            Groups(["en", "zh"], item => PromptLanguage.Of(item.Prompt)),
            [.. counted.GroupBy(one => one.Vote.Voter, one => one.Vote, StringComparer.Ordinal).OrderBy(voter => voter.Key, StringComparer.Ordinal).Select(voter => new ArenaVoter(voter.Key, voter.Count(), Median([.. voter.Select(vote => vote.Seconds).Order()])))],
            KrippendorffAlpha.Of(shared, Scale.Ordinal),
            shared.Count,
            new SideBias(decided.Count(vote => vote.Choice == Choice.First == vote.FirstOnLeft), decided.Count));
    }

    private static double Rating(Vote vote) => vote.Choice switch { Choice.First => 1, Choice.Second => -1, _ => 0 };

    private static double Median(double[] ordered) => (ordered[ordered.Length / 2] + ordered[(ordered.Length - 1) / 2]) / 2;
}
