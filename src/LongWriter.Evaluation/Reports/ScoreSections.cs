using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Scoring;
using LongWriter.Figures;

namespace LongWriter.Evaluation.Reports;

/// <summary>The scores of a report: all that a judge and the length say.</summary>
internal static class ScoreSections
{
    private const string NoJudge = "no judge";
    private const string NoVerdict = "no verdict";

    public static IEnumerable<ReportSection> Of(IReadOnlyList<ReportedRun> runs)
    {
        yield return new ReportSection(
            "Scores",
            "Means over prompts, from 0 to 100; higher is better. With each stands its 95% interval."
                + (runs.All(run => run.Judging is null) ? " Nobody has judged these texts, so S_q and S̄ are blank: longwriter eval judge FOLDER fills them." : ""),
            [Table("", "", runs, scores => [scores.Overall], unicode: true), Terms],
            []);
        yield return new ReportSection(
            "Length",
            "Words as the paper counts them: a run of the letters a to z is one word, and so is every Chinese character.",
            [Table("By words asked for", "Words asked for", runs, scores => scores.Bins)],
            [new ReportFigure("Words asked for and written", "One point a text, both axes logarithmic. On the dashed line is what was asked for.", Draw.Scatter("length", "words asked for", "words written", Lengths(runs)))]);
        yield return new ReportSection(
            "Languages and types",
            "",
            [.. Several(Table("By language of the prompt", "Language", runs, scores => scores.Languages)), .. Several(Table("By type of text", "Type", runs, scores => scores.Types))],
            []);
        if (runs.Any(run => run.Judging is not null))
        {
            yield return Quality(runs);
        }
    }

    private static ReportTable Terms { get; } = new("What the columns say", 2, ["Term", "Meaning"],
    [
        ["S_l", "How near the length is to what was asked. Of l words asked for and l′ written: 100 · max(0, 1 − (l′/l − 1)/3) where the text is too long, 100 · max(0, 1 − (l/l′ − 1)/2) where it is too short. Four times the length scores 0, and so do a third of it and a text without words."],
        ["S_l, any script", "The same with the words of every script counted; the paper's count knows the letters a to z and Chinese characters alone."],
        ["S_q", "Quality by the judges: the mean of six dimensions, each marked 1 to 5 and taken as (mark − 1) · 25. Over the texts that have a verdict."],
        ["S̄", "(S_l + S_q) / 2."],
        ["Written", "Texts there are, of those there should be: prompts times samples of each."],
        ["Judged", "Texts with a judge's verdict, of those there should be. An answer that lacks a dimension or has a mark out of range is no verdict, and never becomes a number."],
        ["95% interval", "Percentiles of a bootstrap over prompts (1,000 resamples or more), each prompt's samples averaged first. A mean of one prompt has none, nor has S̄ where one prompt is judged."],
        ["–", "There is no number; beside it stands why. No judge: nobody has judged the run. No verdict: the texts here were not judged, or no answer was usable."],
    ]);

    /// <summary>One language or type alone says what the table of all says.</summary>
    private static IEnumerable<ReportTable> Several(ReportTable table) => table.Rows.DistinctBy(row => row[0]).Take(2).Count() > 1 ? [table] : [];

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
                row.run.Judging is null ? Cell.Blank(NoJudge) : Cell.Of(row.group.Scored, row.group.Expected),
            ])]);
    }

    /// <summary>Bins, languages and types in the order of the first run that has them.</summary>
    private static int Order(IReadOnlyList<ReportedRun> runs, Func<ScoreReport, IEnumerable<ScoreGroup>> groups, string name) =>
        runs.SelectMany(run => groups(run.Scores)).Select(group => group.Name).Distinct(StringComparer.Ordinal).ToList().IndexOf(name);

    private static string Why(ReportedRun run) => run.Judging is null ? NoJudge : NoVerdict;

    private static ReportSection Quality(IReadOnlyList<ReportedRun> runs)
    {
        var judged = runs.Where(run => run.Judging is not null).ToList();
        return new ReportSection(
            "Quality",
            string.Join(" ", judged.SelectMany(run => run.Judging!.NotComparable).Distinct(StringComparer.Ordinal).Prepend("Each dimension as (mark − 1) · 25, the mean over texts with a verdict: 0 is the worst mark, 1, and 100 the best, 5.")),
            [
                new ReportTable("Dimensions", 1, ["Run", .. Dimensions.All.Select(dimension => dimension.Name())],
                    [.. runs.Select(run => (IReadOnlyList<Cell>)[run.Name, .. Dimensions.All.Select(dimension => Cell.Of(run.Scores.Dimensions.GetValueOrDefault(dimension), Why(run)))])]),
                new ReportTable("Judges", 2, ["Run", "Judge", "S_q", "Votes", "Without a verdict"],
                    [.. judged.SelectMany(run => run.Scores.Judges.Select(judge => (IReadOnlyList<Cell>)[run.Name, judge.Judge, Cell.Of(judge.Quality, NoVerdict), Cell.Of(judge.Votes), Cell.Of(judge.Unscored)]))]),
                .. Agreements(judged),
            ],
            [.. Figure(runs)]);
    }

    private static IEnumerable<ReportFigure> Figure(IReadOnlyList<ReportedRun> runs)
    {
        var scored = runs.Count(run => run.Scores.Dimensions.Count > 0);
        if (scored > 0)
        {
            yield return new ReportFigure(
                "Six dimensions",
                scored < runs.Count ? "0 in the middle, 100 at the rim. Runs without a verdict are not in it." : "0 in the middle, 100 at the rim.",
                Radar.Of("dimensions", [.. Dimensions.All.Select(dimension => dimension.Name())],
                    [.. runs.Select(run => (run.Name, (IReadOnlyList<double>)[.. Dimensions.All.Where(run.Scores.Dimensions.ContainsKey).Select(dimension => run.Scores.Dimensions[dimension].Mean)]))]));
        }
    }

    private static IEnumerable<ReportTable> Agreements(IReadOnlyList<ReportedRun> runs)
    {
        var all = runs.SelectMany(run => run.Judging!.Within.OrderBy(judge => judge.Key, StringComparer.Ordinal)
            .Select(judge => (Run: run.Name, Who: $"{judge.Key}, its votes with each other", Of: judge.Value))
            .Prepend((Run: run.Name, Who: "judges with each other", Of: run.Judging.Between))).Where(row => row.Of.Count > 0).ToList();
        if (all.Count > 0)
        {
            yield return new ReportTable("Agreement of the marks as Krippendorff's alpha (interval distances): 1 is agreement throughout, 0 is chance", 2, ["Run", "Of", .. Dimensions.All.Select(dimension => dimension.Name()), "S_q", "Texts"],
                [.. all.Select(row => (IReadOnlyList<Cell>)[row.Run, row.Who, .. row.Of.Select(Alpha), Cell.Of(row.Of.Max(one => one.Units))])]);
        }

        static Cell Alpha(Judging.Agreements.Agreement one) => one.Interval is { } alpha ? alpha.ToString("F2", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−') : Cell.Blank(one.Units < 2 ? "one text" : "all marks alike");
    }
}
