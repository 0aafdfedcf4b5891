using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Comparing;

/// <summary>The scores of one item in one run, means over its samples.</summary>
/// <param name="Quality">S_q; null where the item is not scored.</param>
internal sealed record ItemScores(string Id, int Asked, double LengthScore, double? Quality)
{
    /// <summary>S̄; null where the item is not scored.</summary>
    public double? Total => (LengthScore + Quality) / 2;
}

internal static class SharedItems
{
    /// <summary>Items that every run has, with their scores in the order of the runs.</summary>
    public static List<ItemScores[]> Of(IReadOnlyList<ScoreReport> runs)
    {
        var items = runs.Select(run => run.Predictions
            .GroupBy(Key)
            .ToDictionary(item => item.Key, item => new ItemScores(item.First().Id, item.First().Asked, item.Average(sample => sample.LengthScore), item.Average(sample => sample.Quality)))).ToList();
        return [.. items[0].Keys
            .Where(key => items.TrueForAll(run => run.ContainsKey(key)))
            .Order()
            .Select(key => items.ConvertAll(run => run[key]).ToArray())];
    }

    // Files of released scripts may hold their rows in any order, with line numbers for ids: the prompt says which is which.
    private static (string Prompt, int Asked) Key(ScoredPrediction prediction) => (prediction.Prompt, prediction.Asked);
}
