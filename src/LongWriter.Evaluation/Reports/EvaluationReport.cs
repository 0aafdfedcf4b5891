using System.Text.Json;
using LongWriter.Figures;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Reports;

/// <summary>Evaluations side by side. Every format tells the same sections; the numbers are those of their scores.</summary>
/// <param name="runs">One or more, in the order in which they are shown.</param>
/// <param name="nll">Curves of coherence; empty where there are none.</param>
public sealed class EvaluationReport(IReadOnlyList<ReportedRun> runs, IReadOnlyList<NllCurve> nll)
{
    private readonly List<ReportSection> _sections = [.. Sections(runs, nll).Where(section => !section.IsEmpty)];

    /// <summary>Every figure, for files of their own.</summary>
    public IReadOnlyList<Drawing> Drawings => [.. _sections.SelectMany(section => section.Figures).Select(figure => figure.Drawing)];

    /// <summary>One file that loads nothing and runs nothing, with every text to read.</summary>
    public string ToHtml() => HtmlPage.Of(runs, _sections);

    /// <summary>The tables, without figures and texts.</summary>
    public string ToMarkdown() => MarkdownText.Of(_sections);

    /// <summary>What was run, how it was judged and the scores as one object, without the texts.</summary>
    public string ToJson() => JsonSerializer.Serialize(new { Version = 1, Runs = runs.Select(run => new { run.Name, run.Info, run.Failures, run.Judging, run.Scores }), Nll = nll }, EventJson.Options) + "\n";

    private static IEnumerable<ReportSection> Sections(IReadOnlyList<ReportedRun> runs, IReadOnlyList<NllCurve> nll)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(nll);
        return
        [
            .. ScoreSections.Of(runs),
            .. MeasureSections.Of(runs),
            .. nll.Count == 0 ? Array.Empty<ReportSection>() : [Coherence(nll)],
            PublishedResults.Section,
            RunSection.Of(runs),
        ];
    }

    private static ReportSection Coherence(IReadOnlyList<NllCurve> nll) => new(
        "Coherence",
        "How well a model foretells the texts, the cumulative mean over tokens. A falling curve alone proves nothing, since a text that repeats itself falls too: what lies between a text as written and its paragraphs shuffled is its thread.",
        [],
        [new ReportFigure("NLL by position", "Lower is better foretold.", Draw.Curves("nll", "tokens read", "nats a token", [.. nll.Select(curve => new Series(curve.Name, [.. curve.Points.Select(point => new Point(point.Tokens, point.Nll))]))]))]);
}
