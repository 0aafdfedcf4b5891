using LongWriter.Figures;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Reports;

/// <summary>What can be said without a judge: repetition, plan, position, why texts ended, how long they get.</summary>
internal static class MeasureSections
{
    private const string NoSections = "not in sections";
    private const string NoPlan = "no plan";

    /// <summary>Names with what is measured, and why a run may lack it.</summary>
    private static readonly (string Key, Cell Name, bool Share, string Without)[] s_measures =
    [
        ("repeated_4_grams", new("Repeated 4-grams", "runs of four words that stood before in the text, of all"), true, ""),
        ("distinct_1", new("Distinct words", "different words, of all words"), true, ""),
        ("distinct_2", new("Distinct pairs", "different pairs of neighbouring words, of all"), true, ""),
        ("distinct_3", new("Distinct triples", "different runs of three words, of all"), true, ""),
        ("most_repeated_sentence", new("Most of one sentence", "how often the commonest sentence of eight words or more stands in a text"), false, ""),
        ("section_overlap", new("Overlap of sections", "different 4-grams of a section that an earlier one has, of all; from the second section on"), true, NoSections),
        ("headings_on_plan", new("Headings on plan", "steps whose section has the heading nearest to that step (TF-IDF cosine), of all"), true, NoPlan),
        ("text_on_plan", new("Sections on plan", "the same by the section's whole text"), true, NoPlan),
        ("subject_carried", new("Subject carried", "tenths of the text that hold a word of the prompt's subject, of all"), true, "no subject found"),
    ];

    public static IEnumerable<ReportSection> Of(IReadOnlyList<ReportedRun> runs)
    {
        yield return Ruler(runs);
        yield return new ReportSection(
            "Without a judge",
            "Means over prompts with 95% intervals; shares in percent. The distinct shares fall as texts get longer: compare runs at like lengths only.",
            [
                new ReportTable("", 1, ["Measure", .. runs.Select(run => run.Name)],
                    [.. s_measures.Where(measure => runs.Any(run => run.Scores.Overall.Measures.ContainsKey(measure.Key))).Select(measure => (IReadOnlyList<Cell>)
                    [
                        measure.Name,
                        .. runs.Select(run => Cell.Of(run.Scores.Overall.Measures.GetValueOrDefault(measure.Key), run.Scores.Overall.Predictions == 0 ? "nothing written" : measure.Without, measure.Share ? 100 : 1, measure.Share ? "%" : "")),
                    ])]),
            ],
            [
                .. ByPosition("distinct", "Distinct pairs by position", "Within each tenth of a text, first to last; means over texts of 200 words or more.", "distinct pairs of words", runs, scores => scores.DistinctByPosition),
                .. ByPosition("repeated", "Repeated 4-grams by position", "Of each tenth's 4-grams those that stood anywhere before in the text; means over texts of 200 words or more.", "repeated 4-grams", runs, scores => scores.RepeatedByPosition),
            ]);
        yield return Stops(runs);
    }

    private static ReportSection Stops(IReadOnlyList<ReportedRun> runs)
    {
        var reasons = runs.SelectMany(run => run.Scores.Stops.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new ReportSection(
            "Why texts ended",
            "Texts by the finish reason that the endpoint gave; of texts in sections, that of the section finished last. stop: the model ended by itself; length: it was cut at its limit of tokens; unknown: no reason was given.",
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
            "Each instruction asked for at rising lengths; {L} stands for the length. Words of the longest text: " + string.Join("; ", ruled.Select(run => $"{Cell.Of(run.Scores.Ruler!.Longest)} by {run.Name}")) + ".",
            [new ReportTable("Words written (means over samples) by words asked for, with finish reasons other than stop", words.Length, [.. words, .. lengths.Select(length => Cell.Of(length)), "Longest"], [.. rows.OrderBy(row => row[0].Text, StringComparer.Ordinal)])],
            [new ReportFigure("Asked for and written", "One curve an instruction, both axes logarithmic. Where a curve leaves the dashed line for good, the model has reached the length it can write.", Draw.Scatter("ruler", "words asked for", "words written",
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
