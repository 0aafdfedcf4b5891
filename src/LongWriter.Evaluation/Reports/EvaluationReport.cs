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

    /// <summary>Texts that the page has.</summary>
    public int TextCount => runs.Sum(run => run.Scores.Predictions.Count);

    /// <summary>One page that loads nothing and runs nothing, with every text to read. The texts go from the folders to the page one by one.</summary>
    /// <param name="progress">Told the texts written so far.</param>
    /// <exception cref="EvaluationFileException">A text cannot be read.</exception>
    public void WriteHtml(TextWriter page, IProgress<int>? progress = null, CancellationToken cancellationToken = default) => new HtmlPage(page).Write(runs, _sections, progress, cancellationToken);

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
        "How surprised a model is by the texts, in nats a token (mean negative log-likelihood over all tokens up to there); lower is less surprised. A falling curve alone proves nothing, since a text that repeats itself falls too. The same texts with their paragraphs shuffled are the measure: how far they lie above the texts as written is what the order of the paragraphs is worth.",
        [],
        [new ReportFigure("NLL by position", "Up to as many tokens as stand below.", Draw.Curves("nll", "tokens read", "nats a token", [.. nll.Select(curve => new Series(curve.Name, [.. curve.Points.Select(point => new Point(point.Tokens, point.Nll))]))]))]);
}
