using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Scoring;
using LongWriter.Figures;

namespace LongWriter.Evaluation.Reports;

/// <summary>The scores of a report: all that a judge and the length say.</summary>
internal static class ScoreSections
{
    public static IEnumerable<ReportSection> Of(IReadOnlyList<ReportedRun> runs)
    {
        yield return new ReportSection(
            "Scores",
            "0 to 100, higher is better. S_l: how near the length is to what was asked. S_q: quality by the judges. S̄: half their sum. Small: 95% intervals of a bootstrap over prompts.",
            [Table("", "", runs, scores => [scores.Overall], unicode: true)],
            []);
        yield return new ReportSection(
            "Length",
            "Words as the paper counts them: letters a to z in runs, and Chinese characters one by one.",
            [Table("By words asked for", "Asked for", runs, scores => scores.Bins)],
            [new ReportFigure("Words asked for and written", "On the dashed line is what was asked for. One point a text.", Draw.Scatter("length", "words asked for", "words written", Lengths(runs)))]);
        yield return new ReportSection(
            "Languages and types",
            "",
            [Table("", "Language", runs, scores => scores.Languages), Table("", "Type", runs, scores => scores.Types)],
            []);
        yield return Quality(runs);
    }

    private static List<Series> Lengths(IReadOnlyList<ReportedRun> runs) =>
        [.. runs.Select(run => new Series(run.Name, [.. run.Scores.Predictions.Select(text => new Point(text.Asked, text.Written))]))];

    private static ReportTable Table(string title, string part, IReadOnlyList<ReportedRun> runs, Func<ScoreReport, IEnumerable<ScoreGroup>> groups, bool unicode = false)
    {
        var rows = runs.SelectMany((run, i) => groups(run.Scores).Select((group, at) => (run, group, at, i)));
        string[] words = [.. part.Length == 0 ? Array.Empty<string>() : [part], .. runs.Count > 1 || part.Length == 0 ? ["Run"] : Array.Empty<string>()];
        return new ReportTable(
            title,
            words.Length,
            [.. words, "S̄", "S_l", .. unicode ? ["S_l, any script"] : Array.Empty<string>(), "S_q", "Written", "Judged"],
            [.. rows.OrderBy(row => Order(runs, groups, row.group.Name)).ThenBy(row => row.i).Select(row => (IReadOnlyList<Cell>)
            [
                .. part.Length == 0 ? Array.Empty<Cell>() : [row.group.Name switch { "en" => "English", "zh" => "Chinese", var name => name }],
                .. runs.Count > 1 || part.Length == 0 ? [(Cell)row.run.Name] : Array.Empty<Cell>(),
                Cell.Of(row.group.Total, Why(row.run)),
                Cell.Of(row.group.Length, "nothing written"),
                .. unicode ? [Cell.Of(row.group.LengthUnicode, "nothing written")] : Array.Empty<Cell>(),
                Cell.Of(row.group.Quality, Why(row.run)),
                Cell.Of(row.group.Predictions, row.group.Expected),
                row.run.Judging is null ? Cell.Blank("no judge") : Cell.Of(row.group.Scored, row.group.Expected),
            ])]);
    }

    /// <summary>Bins, languages and types in the order of the first run that has them.</summary>
    private static int Order(IReadOnlyList<ReportedRun> runs, Func<ScoreReport, IEnumerable<ScoreGroup>> groups, string name) =>
        runs.SelectMany(run => groups(run.Scores)).Select(group => group.Name).Distinct(StringComparer.Ordinal).ToList().IndexOf(name);

    private static string Why(ReportedRun run) => run.Judging is null ? "no judge" : "not scored";

    private static ReportSection Quality(IReadOnlyList<ReportedRun> runs)
    {
        var judged = runs.Where(run => run.Scores.Dimensions.Count > 0).ToList();
        return new ReportSection(
            "Quality",
            judged.Count > 0 ? string.Join(" ", judged.SelectMany(run => run.Judging!.NotComparable).Distinct(StringComparer.Ordinal).Prepend("Each dimension as (mean − 1) · 25 of its marks from 1 to 5.")) : "Nobody has judged these texts: there is no S_q and no S̄. longwriter eval judge gives them.",
            [
                new ReportTable("Dimensions", 1, ["Run", .. Dimensions.All.Select(dimension => dimension.Name())],
                    [.. runs.Select(run => (IReadOnlyList<Cell>)[run.Name, .. Dimensions.All.Select(dimension => Cell.Of(run.Scores.Dimensions.GetValueOrDefault(dimension), Why(run)))])]),
                .. judged.Count == 0 ? Array.Empty<ReportTable>() : [new ReportTable("Judges", 2, ["Run", "Judge", "S_q", "Votes", "Without a verdict"],
                    [.. judged.SelectMany(run => run.Scores.Judges.Select(judge => (IReadOnlyList<Cell>)[run.Name, judge.Judge, Cell.Of(judge.Quality, "not scored"), Cell.Of(judge.Votes), Cell.Of(judge.Unscored)]))])],
                .. Agreements(judged),
            ],
            judged.Count == 0 ? [] : [new ReportFigure("Six dimensions", judged.Count < runs.Count ? "0 in the middle, 100 at the rim. Runs that nobody judged are not in it." : "0 in the middle, 100 at the rim.", Radar.Of("dimensions", [.. Dimensions.All.Select(dimension => dimension.Name())],
                [.. runs.Select(run => (run.Name, (IReadOnlyList<double>)[.. Dimensions.All.Where(run.Scores.Dimensions.ContainsKey).Select(dimension => run.Scores.Dimensions[dimension].Mean)]))]))]);
    }

    private static IEnumerable<ReportTable> Agreements(IReadOnlyList<ReportedRun> runs)
    {
        var all = runs.SelectMany(run => run.Judging!.Within.OrderBy(judge => judge.Key, StringComparer.Ordinal)
            .Select(judge => (Run: run.Name, Who: $"{judge.Key}, votes among themselves", Of: judge.Value))
            .Prepend((Run: run.Name, Who: "judges among each other", Of: run.Judging.Between))).Where(row => row.Of.Count > 0).ToList();
        if (all.Count > 0)
        {
            yield return new ReportTable("Agreement: Krippendorff's alpha, 1 for all alike, 0 for chance (interval distances)", 2, ["Run", "Of", .. Dimensions.All.Select(dimension => dimension.Name()), "S_q", "Texts"],
                [.. all.Select(row => (IReadOnlyList<Cell>)[row.Run, row.Who, .. row.Of.Select(Alpha), Cell.Of(row.Of.Max(one => one.Units))])]);
        }

        static Cell Alpha(Judging.Agreements.Agreement one) => one.Interval is { } alpha ? alpha.ToString("F2", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−') : Cell.Blank("undefined");
    }
}
