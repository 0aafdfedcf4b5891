using System.Globalization;
using System.Text;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.PaperSmall;

/// <summary>Longest answers and S_l of arms, as Markdown.</summary>
internal static class ArmTable
{
    private const string None = "–";

    public static string Of(IReadOnlyList<Arm> arms)
    {
        List<string> bins = [.. LengthBin.All.Select(bin => bin.Name).Where(bin => arms.Any(arm => arm.LengthScore(bin) is not null))];
        var text = new StringBuilder();
        Head(text, ["arm", "longest answer, by seed", "longest of a subject", "cut, by seed", "S_l, by seed", "S_l", .. bins.Select(bin => $"S_l {bin}")]);
        foreach (var arm in arms)
        {
            Row(text,
            [
                arm.Name,
                BySeed(arm, run => run.Longest is { } longest ? Whole(longest) : None),
                Cell(arm.LongestOfSubjects(), Whole),
                BySeed(arm, run => Whole(run.Cut)),
                BySeed(arm, run => One(run.LengthScore)),
                Cell(arm.LengthScore(null), One),
                .. bins.Select(bin => Cell(arm.LengthScore(bin), One)),
            ]);
        }

        return text.ToString();
    }

    /// <summary>Heads with the line below them; the first column holds words, the others numbers.</summary>
    internal static void Head(StringBuilder text, IReadOnlyList<string> heads)
    {
        Row(text, heads);
        text.Append("|---").Insert(text.Length, "|--:", heads.Count - 1).Append("|\n");
    }

    internal static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    internal static string One(double number) => number.ToString("F1", CultureInfo.InvariantCulture).Replace('-', '−');

    private static string Whole(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string BySeed(Arm arm, Func<ArmRun, string> cell) => string.Join(" / ", arm.Runs.Select(cell));

    private static string Cell(Figure? figure, Func<double, string> number) => figure switch
    {
        null => None,
        { Low: { } low, High: { } high } => $"{number(figure.Mean)} ({number(low)} – {number(high)})",
        _ => number(figure.Mean),
    };
}
