using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Cli.Rendering;

/// <summary>The scores of an evaluation as tables.</summary>
internal static class ScoreText
{
    /// <summary>What a score is shown as where there is none: never 0.</summary>
    private const string Blank = "–";

    /// <summary>A mean with its 95% interval: 78.3 [75.0, 81.2].</summary>
    public static string Of(Figure? figure, string format = "F1") => figure is null ? Blank
        : figure.Low is null ? figure.Mean.ToString(format)
        : $"{figure.Mean.ToString(format)} [{figure.Low.Value.ToString(format)}, {figure.High!.Value.ToString(format)}]";

    public static void Write(ScoreReport report, TextWriter output)
    {
        output.WriteLine($"{Printable.Of(report.Source)}: {report.Overall.Predictions:N0} of {Counted.Of(report.Overall.Expected, "prediction")} of {Counted.Of(report.Overall.Items, "prompt")}, {report.Overall.Scored:N0} with a judge's verdict");
        output.WriteLine($"Scores are from 0 to 100: means with 95% intervals, none for one prompt{(report.Released ? "; scored as the released scripts do" : "")}.{(report.Overall.Scored == 0 ? " No verdict of a judge: S_q and S̄ are blank." : "")}");
        output.WriteLine();
        Scores(report).WriteTo(output);
        Dimensions(report).WriteTo(output);
        Judges(report).WriteTo(output);
        Measures(report).WriteTo(output);
        Positions(report).WriteTo(output);
        Ruler(report).WriteTo(output);
        Ends(report, output);
        Gate(report, output);
    }

    private static TextTable Scores(ScoreReport report)
    {
        var table = new TextTable("", "prompts", "S_l", "S_l, any script", "S_q", "S̄", "written", "judged");
        foreach (var group in report.Bins.Concat(report.Languages).Concat(report.Types).Prepend(report.Overall))
        {
            table.Add(group.Name, $"{group.Items:N0}", Of(group.Length), Of(group.LengthUnicode), Of(group.Quality), Of(group.Total), $"{group.Coverage:0%}", $"{group.QualityCoverage:0%}");
        }

        return table;
    }

    private static TextTable Dimensions(ScoreReport report)
    {
        var table = new TextTable("dimension", "S_q");
        foreach (var (dimension, figure) in report.Dimensions)
        {
            table.Add(Name(dimension), Of(figure));
        }

        return table;
    }

    private static string Name(Dimension dimension) => dimension switch
    {
        Dimension.BreadthAndDepth => "Breadth and Depth",
        Dimension.ReadingExperience => "Reading Experience",
        _ => dimension.ToString(),
    };

    private static TextTable Judges(ScoreReport report)
    {
        var table = new TextTable("judge", "votes", "unscored", "S_q");
        foreach (var judge in report.Judges)
        {
            table.Add(judge.Judge, $"{judge.Votes:N0}", $"{judge.Unscored:N0}", Of(judge.Quality));
        }

        return table;
    }

    private static TextTable Measures(ScoreReport report)
    {
        var groups = report.Bins.Prepend(report.Overall).ToList();
        var table = new TextTable("without a judge", [.. groups.Select(group => group.Name)]);
        foreach (var name in report.Overall.Measures.Keys)
        {
            table.Add([name.Replace('_', ' '), .. groups.Select(group => group.Measures.TryGetValue(name, out var figure) ? $"{figure.Mean:F3}" : Blank)]);
        }

        return table;
    }

    private static TextTable Positions(ScoreReport report)
    {
        var table = new TextTable("by tenths", [.. Enumerable.Range(1, 10).Select(part => $"{part}")]);
        if (report.DistinctByPosition.Count > 0)
        {
            table.Add(["distinct 2", .. report.DistinctByPosition.Select(value => $"{value:F3}")]);
            table.Add(["repeated 4-grams", .. report.RepeatedByPosition.Select(value => $"{value:F3}")]);
        }

        return table;
    }

    private static TextTable Ruler(ScoreReport report)
    {
        var table = new TextTable("asked at several lengths", "asked", "written", "S_l", "stopped");
        foreach (var row in report.Ruler?.Rows ?? [])
        {
            foreach (var (i, cell) in row.Cells.Index())
            {
                table.Add(i == 0 ? Short(row.Instruction) : "", $"{cell.Asked:N0}", $"{cell.Written:N0}", $"{cell.LengthScore:F1}", Stops(cell.Stops));
            }
        }

        if (report.Ruler is { } ruler)
        {
            table.Add("the longest", "", $"{ruler.Longest:N0}", "", "");
        }

        return table;
    }

    private static void Ends(ScoreReport report, TextWriter output)
    {
        output.WriteLine($"stopped: {Stops(report.Stops)}");
        if (report.Seconds is { } seconds)
        {
            output.WriteLine($"seconds a document: {Of(seconds)}");
        }

        if (report.Tokens is { } tokens)
        {
            output.WriteLine($"tokens a document: {tokens.Prompt:N0} in, of which {tokens.Cached:N0} cached, {tokens.Completion:N0} out");
        }
    }

    private static void Gate(ScoreReport report, TextWriter output)
    {
        if (report.ShortPrompts is { } gate)
        {
const string Difference = "+0.0;-0.0;0.0";
            output.WriteLine($"prompts below {ShortPromptGate.Below:N0} words against {Printable.Of(gate.Against)}: {(gate.Passes ? "pass" : "fail")}; S_l {Of(gate.Length, Difference)} over {Counted.Of(gate.Length.Items, "prompt")}, S_q {(gate.Quality is { } quality ? $"{Of(quality, Difference)} over {Counted.Of(quality.Items, "prompt")}" : "not judged in both")}");
        }
    }

    private static string Stops(IReadOnlyDictionary<string, int> stops) => string.Join(", ", stops.Select(stop => stops.Count == 1 && stop.Value == 1 ? stop.Key : $"{stop.Key} {stop.Value:N0}"));

    private static string Short(string instruction) => instruction.Length <= 50 ? instruction : instruction[..49] + "…";
}
