using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Comparing;

/// <summary>Two or more runs of one suite, on the items that all of them have.</summary>
/// <param name="Runs">Each by its scores on the shared items.</param>
/// <param name="Items">Items that all runs have.</param>
/// <param name="JudgedItems">Of these, scored by a judge in all runs.</param>
/// <param name="Pairs">Every run against every later one, for each score.</param>
/// <param name="Wins">Row over column: shared items whose score is higher, by S̄ where all runs are judged on the item and by S_l where not.</param>
public sealed record Comparison(IReadOnlyList<ComparedRun> Runs, int Items, int JudgedItems, IReadOnlyList<ComparedPair> Pairs, IReadOnlyList<IReadOnlyList<int>> Wins)
{
    /// <summary>Reads, scores and compares the folders of evaluations, by the folders' own names where these tell them apart.</summary>
    /// <param name="progress">Told the predictions read so far, of all folders.</param>
    /// <exception cref="EvaluationFileException">A file of a folder cannot be read; or as for <see cref="Of"/>.</exception>
    public static Comparison Read(IReadOnlyList<string> paths, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var runs = ScoredFolders.Read(paths, static (folder, report) => (folder.Name, report), progress, cancellationToken);
        return Of(runs.DistinctBy(run => run.Name, StringComparer.Ordinal).Count() == runs.Count ? runs : [.. paths.Zip(runs, (path, run) => (path, run.report))]);
    }

    /// <param name="runs">Two or more, by the names they are to have.</param>
    /// <exception cref="EvaluationFileException">They are of different suites, or share no item; the message begins with a run's name.</exception>
    public static Comparison Of(IReadOnlyList<(string Name, ScoreReport Report)> runs)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count < 2)
        {
            throw new ArgumentException("one run has nothing to be compared with", nameof(runs));
        }

        if (runs.FirstOrDefault(run => run.Report.SuiteSha256 != runs[0].Report.SuiteSha256) is ({ } other, _))
        {
            throw new EvaluationFileException(other, $"is of another suite than {runs[0].Name}; scores of different prompts do not compare. Run both on one suite.");
        }

        var items = SharedItems.Of([.. runs.Select(run => run.Report)]);
        if (items.Count == 0)
        {
            throw new EvaluationFileException(runs[^1].Name, "shares no item with the other runs; go on with the runs until they do");
        }

        var judged = items.Where(item => item.All(run => run.Quality is not null)).ToList();
        var seed = runs[0].Report.Seed;
        Figure? Mean(IEnumerable<ItemScores[]> of, Func<ItemScores[], double?> value) => Bootstrap.Mean(of.Select(value).OfType<double>(), seed);
        List<ComparedRun> means = [.. runs.Select((run, i) => new ComparedRun(run.Name, Mean(items, item => item[i].LengthScore)!, Mean(judged, item => item[i].Quality), Mean(judged, item => item[i].Total)))];
        var pairs = Score.S_l.Against(items, runs.Count, seed).Concat(Score.S_q.Against(judged, runs.Count, seed)).Concat(Score.Total.Against(judged, runs.Count, seed));
        return new Comparison(means, items.Count, judged.Count, [.. pairs], WinMatrix(items, runs.Count));
    }

    private static List<IReadOnlyList<int>> WinMatrix(List<ItemScores[]> items, int runs)
    {
        static double By(ItemScores[] item, int run) => item.All(one => one.Total is not null) ? item[run].Total!.Value : item[run].LengthScore;
        return [.. Enumerable.Range(0, runs).Select(row => (IReadOnlyList<int>)[.. Enumerable.Range(0, runs).Select(column => items.Count(item => By(item, row) > By(item, column)))])];
    }

    /// <summary>A score that runs are compared by.</summary>
    private sealed record Score(string Name, Func<ItemScores, double> Of)
    {
        public static Score S_l { get; } = new("S_l", item => item.LengthScore);

        public static Score S_q { get; } = new("S_q", item => item.Quality!.Value);

        public static Score Total { get; } = new("S̄", item => item.Total!.Value);

        public List<ComparedPair> Against(List<ItemScores[]> items, int runs, long seed)
        {
            if (items.Count == 0)
            {
                return [];
            }

            var pairs = new List<(int Left, int Right, Figure Difference, double PValue)>();
            for (var left = 0; left < runs; left++)
            {
                for (var right = left + 1; right < runs; right++)
                {
                    var differences = items.ConvertAll(item => Of(item[left]) - Of(item[right]));
                    pairs.Add((left, right, Bootstrap.Mean(differences, seed)!, PairedTest.PValue(differences)));
                }
            }

            var corrected = Holm.Correct(pairs.ConvertAll(pair => pair.PValue));
            return [.. pairs.Select((pair, i) => new ComparedPair(Name, pair.Left, pair.Right, pair.Difference, pair.PValue, corrected[i]))];
        }
    }
}

/// <summary>A run's means over the shared items.</summary>
/// <param name="Length">S_l.</param>
/// <param name="Quality">S_q over the items judged in all runs; null where there are none.</param>
/// <param name="Total">S̄ over the same items.</param>
public sealed record ComparedRun(string Name, Figure Length, Figure? Quality, Figure? Total);

/// <summary>Two runs by one score.</summary>
/// <param name="Score">S_l, S_q or S̄.</param>
/// <param name="Left">The one run's place among the runs, from 0.</param>
/// <param name="Right">The other's.</param>
/// <param name="Difference">Left less right, paired by item, with the bootstrap's interval.</param>
/// <param name="PValue">Of Wilcoxon's signed-rank test, two-sided.</param>
/// <param name="Corrected">By Holm over all pairs of this score.</param>
public sealed record ComparedPair(string Score, int Left, int Right, Figure Difference, double PValue, double Corrected);
