using LongWriter.Figures;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Reports;

/// <summary>What can be said without a judge: repetition, plan, position, why texts ended, how long they get.</summary>
internal static class MeasureSections
{
    private static readonly (string Key, string Name, bool Share)[] s_measures =
    [
        ("repeated_4_grams", "4-grams that stood before", true),
        ("distinct_1", "Different words of all words", true),
        ("distinct_2", "Different pairs of words", true),
        ("distinct_3", "Different threes of words", true),
        ("most_repeated_sentence", "Most copies of one sentence", false),
        ("section_overlap", "4-grams of a section that an earlier one has", true),
        ("headings_on_plan", "Headings nearest to their own step", true),
        ("text_on_plan", "Sections nearest to their own step", true),
        ("subject_carried", "Parts that hold the subject", true),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<ReportedRun> runs)
    {
        yield return Ruler(runs);
        yield return new ReportSection(
            "Without a judge",
            "Means over texts with 95% intervals. Shares of different words fall with length by themselves: compare texts of a length.",
            [
                new ReportTable("", 1, ["Measure", .. runs.Select(run => run.Name)],
                    [.. s_measures.Where(measure => runs.Any(run => run.Scores.Overall.Measures.ContainsKey(measure.Key))).Select(measure => (IReadOnlyList<Cell>)
                    [
                        measure.Name,
                        .. runs.Select(run => Cell.Of(run.Scores.Overall.Measures.GetValueOrDefault(measure.Key), run.Scores.Overall.Predictions == 0 ? "nothing written" : "not planned", measure.Share ? 100 : 1, measure.Share ? "%" : "")),
                    ])]),
            ],
            [
                .. ByPosition("distinct", "Different pairs of words, by position", "Within each tenth of a text, first to last; texts of 200 words or more.", "different pairs of words", runs, scores => scores.DistinctByPosition),
                .. ByPosition("repeated", "Repeated 4-grams, by position", "Share of each tenth's 4-grams that stood before in the text.", "4-grams that stood before", runs, scores => scores.RepeatedByPosition),
            ]);
        yield return Stops(runs);
    }

    private static ReportSection Stops(IReadOnlyList<ReportedRun> runs)
    {
        var reasons = runs.SelectMany(run => run.Scores.Stops.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new ReportSection(
            "Why texts ended",
            "As the endpoint says it. stop: the model was done; length: it was cut.",
            [new ReportTable("", 1, ["Run", .. reasons], [.. runs.Select(run => (IReadOnlyList<Cell>)[run.Name, .. reasons.Select(reason => (Cell)Cell.Of(run.Scores.Stops.GetValueOrDefault(reason)))])])],
            []);
    }

    private static ReportSection Ruler(IReadOnlyList<ReportedRun> runs)
    {
        var ruled = runs.Where(run => run.Scores.Ruler is not null).ToList();
        if (ruled.Count == 0)
        {
            return new ReportSection("Ruler", "", [], []);
        }

        var lengths = ruled.SelectMany(run => run.Scores.Ruler!.Rows).SelectMany(row => row.Cells).Select(cell => cell.Asked).Distinct().Order().ToList();
        var rows = ruled.SelectMany(run => run.Scores.Ruler!.Rows.Select(row => (IReadOnlyList<Cell>)
        [
            row.Instruction,
            .. runs.Count > 1 ? [(Cell)run.Name] : Array.Empty<Cell>(),
            .. lengths.Select(length => row.Cells.FirstOrDefault(cell => cell.Asked == length) is { } cell ? new Cell(Cell.Of((int)Math.Round(cell.Written)), Ends(cell)) : Cell.Blank("not written")),
            Cell.Of(row.Longest),
        ]));
        string[] words = ["Instruction", .. runs.Count > 1 ? ["Run"] : Array.Empty<string>()];
        return new ReportSection(
            "Ruler",
            "One instruction asked for at rising lengths. " + string.Join(" ", ruled.Select(run => $"The longest text of {run.Name} has {Cell.Of(run.Scores.Ruler!.Longest)} words.")),
            [new ReportTable("Words written, by words asked for, and why texts ended where it was not by themselves", words.Length, [.. words, .. lengths.Select(length => Cell.Of(length)), "Longest"], [.. rows.OrderBy(row => row[0].Text, StringComparer.Ordinal)])],
            [new ReportFigure("Asked for and written", "One curve an instruction. Where a curve leaves the dashed line for good, the model has reached its length.", Draw.Scatter("ruler", "words asked for", "words written",
                [.. runs.SelectMany(Curves)], joined: true))]);
    }

    /// <summary>One an instruction; a run without a ruler has an empty one, so that its colour stays its own.</summary>
    private static IEnumerable<Series> Curves(ReportedRun run) => run.Scores.Ruler is { } ruler
        ? ruler.Rows.Select(row => new Series(run.Name, [.. row.Cells.Select(cell => new Point(cell.Asked, cell.Written))]))
        : [new Series(run.Name, [])];

    private static string Ends(RulerCell cell) => string.Join(", ", cell.Stops.Where(stop => stop.Key is not "stop").Select(stop => cell.Stops.Count == 1 ? stop.Key : $"{stop.Value} {stop.Key}"));

    private static IEnumerable<ReportFigure> ByPosition(string name, string title, string caption, string axis, IReadOnlyList<ReportedRun> runs, Func<ScoreReport, IReadOnlyList<double>> values)
    {
        if (runs.Any(run => values(run.Scores).Count > 0))
        {
            yield return new ReportFigure(title, caption, Draw.Curves(name, "tenth of the text", axis, [.. runs.Select(run => new Series(run.Name, [.. values(run.Scores).Select((value, i) => new Point(i + 1, value * 100))]))], "%"));
        }
    }
}
