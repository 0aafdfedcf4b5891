using System.Globalization;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Reports;

/// <summary>Every prompt of a page with what each run wrote for it. One text is held at a time.</summary>
internal sealed class HtmlTexts(TextWriter html)
{
    public void Write(IReadOnlyList<ReportedRun> runs, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        html.Write("<section id=\"texts\"><h2>Texts</h2><p class=\"note\">Every prompt with what was written for it, as it came: its mark-up is shown, not followed. Open a prompt to read.</p>\n");
        var texts = new List<WrittenTexts>();
        try
        {
            foreach (var run in runs)
            {
                using var folder = EvaluationFolder.Open(run.Folder);
                texts.Add(folder.OpenTexts());
            }

            var written = 0;
            foreach (var prompt in runs.SelectMany((run, i) => run.Scores.Predictions.Select(text => (Run: i, Text: text))).GroupBy(one => (one.Text.Prompt, one.Text.Asked)))
            {
                html.Write($"<details><summary><span dir=\"auto\">{HtmlText.Encode(prompt.Key.Prompt)}</span><small>{HtmlText.Line($"{prompt.First().Text.Type}, {Cell.Of(prompt.Key.Asked)} words asked for")}</small></summary><div class=\"texts\">");
                foreach (var (run, text) in prompt)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Write(runs[run], run, text, texts[run].Of(text.Line));
                    progress?.Report(++written);
                }

                html.Write("</div></details>\n");
            }
        }
        finally
        {
            texts.ForEach(open => open.Dispose());
        }

        html.Write("</section>\n");
    }

    private void Write(ReportedRun run, int number, ScoredPrediction text, string written)
    {
        var name = run.Info.Samples > 1 ? string.Create(CultureInfo.InvariantCulture, $"{run.Name}, sample {text.Sample + 1}") : run.Name;
        html.Write($"<article><h3>{HtmlText.Mark(number)}{HtmlText.Line(name)}<small>{HtmlText.Line(Facts(text))}</small></h3><div class=\"text\" dir=\"auto\" tabindex=\"0\">");
        html.Write(written.Length == 0 ? "<em>Nothing was written.</em>" : HtmlText.Encode(written));
        html.Write("</div></article>");
    }

    /// <summary>1,203 words, S_l 98.2, S_q 75.0, finish reason stop.</summary>
    private static string Facts(ScoredPrediction text) => string.Join(", ", (string[])
    [
        $"{Cell.Of(text.Written)} words",
        $"S_l {Cell.Number(text.LengthScore)}",
        .. text.Quality is { } quality ? [$"S_q {Cell.Number(quality)}"] : Array.Empty<string>(),
        .. text.FinishReason is { } reason ? [$"finish reason {reason}"] : Array.Empty<string>(),
    ]);
}
