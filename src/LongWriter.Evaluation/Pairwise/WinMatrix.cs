namespace LongWriter.Evaluation.Pairwise;

/// <summary>What a run did against another, item by item.</summary>
/// <param name="Run">Whose wins they are.</param>
/// <param name="Other">Against whom.</param>
/// <param name="Wins">Items whose two orders agree on the run.</param>
/// <param name="Ties">Items whose two orders disagree, or of which one or both are ties.</param>
/// <param name="Losses">Items whose two orders agree on the other.</param>
/// <param name="Unscored">Items of which an order has no preference; no part of the rate.</param>
public sealed record PairResult(string Run, string Other, int Wins, int Ties, int Losses, int Unscored)
{
    /// <summary>Items that count.</summary>
    public int Items => Wins + Ties + Losses;

    /// <summary>0 to 1, a tie as half a win; null where no item counts.</summary>
    public double? WinRate => Items == 0 ? null : (Wins + (Ties / 2.0)) / Items;

    /// <summary>Of the win rate, 95%.</summary>
    public WilsonInterval Interval => WilsonInterval.Of(Wins + (Ties / 2.0), Items);
}

/// <summary>How far judges lean to the text that is shown first.</summary>
/// <param name="First">Comparisons that prefer the first.</param>
/// <param name="Decided">Comparisons that are no tie.</param>
/// <param name="Contradicted">Items of which each order prefers the same place: the place decided.</param>
/// <param name="Items">Items with a preference in both orders.</param>
public sealed record PositionBias(int First, int Decided, int Contradicted, int Items)
{
    /// <summary>0 to 1; 0.5 without bias; null where nothing was decided.</summary>
    public double? FirstRate => Decided == 0 ? null : (double)First / Decided;

    public WilsonInterval Interval => WilsonInterval.Of(First, Decided);
}

/// <summary>The wins of two or more runs against each other, as judges or people saw them.</summary>
/// <param name="Runs">In the order of the matrix.</param>
/// <param name="Results">Every run against every other, each pair from both sides.</param>
/// <param name="Strengths">By run, the natural logarithm of its Bradley-Terry strength; their mean is 0.</param>
public sealed record WinMatrix(IReadOnlyList<string> Runs, IReadOnlyList<PairResult> Results, PositionBias Bias, IReadOnlyList<double> Strengths)
{
    /// <param name="runs">Names of runs.</param>
    /// <param name="comparisons">Of these runs; of several judges, each counts for itself.</param>
    public static WinMatrix Of(IReadOnlyList<string> runs, IEnumerable<PairJudgement> comparisons)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(comparisons);
        var made = comparisons.ToLookup(comparison => (comparison.First, comparison.Second));
        var results = (from run in runs from other in runs where run != other select Result(run, other, Items(made, run, other))).ToList();
        var wins = new double[runs.Count, runs.Count];
        foreach (var result in results)
        {
            wins[At(runs, result.Run), At(runs, result.Other)] = result.Wins + (result.Ties / 2.0);
        }

        var single = made.SelectMany(pair => pair).Where(comparison => comparison.Better is not null).ToList();
        var both = (from i in Enumerable.Range(0, runs.Count) from j in Enumerable.Range(i + 1, runs.Count - i - 1) from item in Items(made, runs[i], runs[j]) where item.Forth is not null && item.Back is not null select item).ToList();
        var bias = new PositionBias(
            single.Count(comparison => comparison.Better == Preference.First),
            single.Count(comparison => comparison.Better != Preference.Tie),
            both.Count(item => item.Forth == item.Back && item.Forth != Preference.Tie),
            both.Count);
        return new WinMatrix(runs, results, bias, BradleyTerry.Strengths(wins));
    }

    /// <summary>What a run did against another.</summary>
    public PairResult Between(string run, string other) => Results.Single(result => result.Run == run && result.Other == other);

    private static PairResult Result(string run, string other, IEnumerable<(Preference? Forth, Preference? Back)> items)
    {
        var (wins, ties, losses, unscored) = (0, 0, 0, 0);
        foreach (var item in items)
        {
            _ = item switch
            {
                (null, _) or (_, null) => unscored++,
                (Preference.First, Preference.Second) => wins++,
                (Preference.Second, Preference.First) => losses++,
                _ => ties++,
            };
        }

        return new PairResult(run, other, wins, ties, losses, unscored);
    }

    /// <summary>The two orders of each item: with the run first, and with the other first.</summary>
    private static IEnumerable<(Preference? Forth, Preference? Back)> Items(ILookup<(string, string), PairJudgement> made, string run, string other)
    {
        var back = made[(other, run)].ToLookup(Item);
        return made[(run, other)].Select(forth => (forth.Better, back[Item(forth)].FirstOrDefault()?.Better));
    }

    private static (string, int, string) Item(PairJudgement comparison) => (comparison.Id, comparison.Sample, comparison.Judge);

    private static int At(IReadOnlyList<string> runs, string run)
    {
        for (var i = 0; ; i++)
        {
            if (runs[i] == run)
            {
                return i;
            }
        }
    }
}
