using System.Globalization;
using LongWriter.Figures;

namespace LongWriter.PaperSmall;

/// <summary>What the table says, drawn.</summary>
internal static class ArmFigures
{
    /// <summary>Arms whose data was capped are named by their cap.</summary>
    private const string Capped = "cap-";

    public static IReadOnlyList<Drawing> Of(IReadOnlyList<Arm> arms) =>
    [
        Draw.Scatter("longest", "longest answer to learn from, words", "longest answer, words", Longest(arms), joined: true),
        Draw.Scatter("written", "words asked for", "words written", [.. arms.Select(arm => new Series(arm.Name, [.. arm.Written().Select(point => new Point(point.Asked, point.Written))]))], joined: true),
    ];

    /// <summary>A curve for each seed, over the caps.</summary>
    private static List<Series> Longest(IReadOnlyList<Arm> arms) =>
    [
        .. arms.SelectMany(arm => arm.Runs.Select(run => (Cap: Cap(arm.Name), run.Seed, run.Longest)))
            .Where(point => point is { Cap: not null, Longest: not null })
            .GroupBy(point => point.Seed, StringComparer.Ordinal)
            .Select(seed => new Series($"seed {seed.Key}", [.. seed.OrderBy(point => point.Cap).Select(point => new Point(point.Cap!.Value, point.Longest!.Value))])),
    ];

    private static int? Cap(string arm) =>
        arm.StartsWith(Capped, StringComparison.Ordinal) && int.TryParse(arm[Capped.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var words) ? words : null;
}
