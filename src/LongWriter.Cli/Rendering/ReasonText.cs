using LongWriter.Datasets;

namespace LongWriter.Cli.Rendering;

/// <summary>What became of rows.</summary>
internal static class ReasonText
{
    /// <summary>The kept ones, then the commonest first: "120 kept, 30 too_short".</summary>
    public static string Of(IReadOnlyDictionary<Reason, long> counts) =>
        string.Join(", ", counts.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key != Reason.Kept).ThenByDescending(pair => pair.Value).Select(pair => $"{pair.Value:N0} {pair.Key.Name()}"));
}
