namespace LongWriter.Evaluation.Scoring;

internal static class StopReasons
{
    /// <summary>Why documents ended, with how many, the commonest first.</summary>
    public static IReadOnlyDictionary<string, int> Of(IEnumerable<ScoredPrediction> predictions) => predictions
        .CountBy(prediction => prediction.FinishReason ?? "unknown", StringComparer.Ordinal)
        .OrderByDescending(reason => reason.Value)
        .ThenBy(reason => reason.Key, StringComparer.Ordinal)
        .ToDictionary(StringComparer.Ordinal);
}
