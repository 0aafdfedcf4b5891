using System.Globalization;

namespace LongWriter.Evaluation.Reports;

/// <summary>What was run, a column a run: all that someone needs to run it again.</summary>
internal static class RunSection
{
    public static ReportSection Of(IReadOnlyList<ReportedRun> runs)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        Add("Model", run => run.Info.Model);
        Add("Strategy", run => run.Info.Strategy);
        Add("Suite", run => run.Info.Language is null ? run.Info.Suite : new Cell(run.Info.Suite, $"prompts in {run.Info.Language} only"));
        Add("SHA-256 of the suite", run => run.Info.SuiteSha256);
        Add("Prompts", run => Cell.Of(run.Info.Items));
        Add("Samples of each prompt", run => Cell.Of(run.Info.Samples));
        Add("Temperature", run => run.Info.Temperature?.ToString(CultureInfo.InvariantCulture) ?? "the model's own");
        Add("Most new tokens a call", run => run.Info.MaxNewTokens == 0 ? Cell.Blank("by the words of each section") : Cell.Of(run.Info.MaxNewTokens));
        Add("Seed", run => run.Info.Seed.ToString(CultureInfo.InvariantCulture));
        Add("Prompts of planning and writing", run => run.Info.TemplateHash.Length == 0 ? "none: the suite's prompt alone" : new Cell(run.Info.TemplateHash, "hash of the templates"));
        Add("Begun", run => run.Info.Created == default ? Cell.Blank("not known") : run.Info.Created.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        Add("Written", run => new Cell(Cell.Of(run.Scores.Overall.Predictions, run.Scores.Overall.Expected), $"{Cell.Of(run.Failures)} failed calls"));
        Add("Seconds a text", run => Cell.Of(run.Scores.Seconds, "not known"));
        Add("Tokens a text", run => run.Scores.Tokens is { } tokens ? new Cell(Cell.Of((int)Math.Round(tokens.Completion)), $"{Cell.Of((int)Math.Round(tokens.Prompt))} read, {Cell.Of((int)Math.Round(tokens.Cached))} of them cached") : Cell.Blank("not known"));
        Add("Judges", run => run.Judging is { } judging ? new Cell(string.Join(", ", judging.Judges), judging.Judges.Contains(run.Info.Model, StringComparer.Ordinal) ? "judges its own texts; judges tend to favour those" : "") : Cell.Blank("no judge"));
        if (runs.Any(run => run.Judging is not null))
        {
            Add("Judge's prompt", run => run.Judging is { } judging ? new Cell(string.Join(", ", judging.Templates), "hash of the template") : Cell.Blank("no judge"));
            Add("Votes", run => run.Judging is { } judging ? new Cell(Cell.Of(judging.Votes), $"{Cell.Of(judging.Unscored)} without a verdict, {Cell.Of(judging.InParts)} on texts in parts, {Cell.Of(judging.Retries)} asked again") : Cell.Blank("no judge"));
            Add("Judged", run => run.Judging is null ? Cell.Blank("no judge") : Cell.Of(run.Scores.Overall.Scored, run.Scores.Overall.Expected));
            Add("S_q beside published figures", run => run.Judging is null ? Cell.Blank("no judge")
                : run.Judging.NotComparable.Count == 0 ? "comparable: the published judge, prompt and temperature" : string.Join(" ", run.Judging.NotComparable));
        }

        return new ReportSection("What was run", "", [new ReportTable("", 1 + runs.Count, ["", .. runs.Select(run => run.Name)], rows)], []);

        void Add(string name, Func<ReportedRun, Cell> cell) => rows.Add([name, .. runs.Select(cell)]);
    }
}
