using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Reports;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Fakes;

/// <summary>Evaluations in folders, small enough to know by heart.</summary>
internal sealed class ReportedRuns : IDisposable
{
    /// <summary>Would run, load or break out of where it stands, were it not encoded.</summary>
    public const string Hostile = "</div></td><script>alert(1)</script><img src=\"http://example.com/x\" onerror='alert(2)'> & \u0000\u0007\uFFFE\uD800 &amp; | ]]> <!-- 桥";

    private readonly TempFolder _root = new();

    /// <param name="judge">Who gives 4 throughout to each text but the first; null for nobody.</param>
    /// <param name="second">The same, another.</param>
    /// <param name="verdict">Whether they give any verdict.</param>
    public string Folder(string name, string model = "nano", string? judge = null, string? second = null, bool verdict = true)
    {
        var path = _root[name];
        List<SuiteItem> items = [new("1", $"Write 100 words. {Hostile}", "News Report", 100), new("2", "写一篇1000字的文章", "Academic and Monograph", 1000)];
        using var folder = EvaluationFolder.CreateOrResume(path, new RunInfo(RunInfo.Current, "own", "5a17", model, "direct", 1, 7) { Items = 2, Temperature = 0.5f, MaxNewTokens = 512 }, new Suite("own", "5a17", items));
        foreach (var item in items)
        {
            var text = item.Id == "1" ? $"{Hostile} {string.Join(' ', Enumerable.Repeat("word", 90))}" : new string('水', 1000);
            folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, text, LongWriter.Text.WordCount.Of(text)) { Id = item.Id, FinishReason = "stop" });
        }

        foreach (var one in new[] { judge, second }.OfType<string>())
        {
            using var votes = folder.OpenJudgements(one);
            votes.Append(new Judgement("1", 0, one, 0, null) { Problem = "it said nothing", TemplateHash = JudgeTemplate.LongWriter.Hash });
            votes.Append(new Judgement("2", 0, one, 0, verdict ? Dimensions.All.ToDictionary(dimension => dimension, _ => 4.0) : null) { TemplateHash = JudgeTemplate.LongWriter.Hash });
        }

        return path;
    }

    public string File(string name, string text)
    {
        var path = _root[name];
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public static EvaluationReport Report(params string[] folders) => new(ReportedRun.Read(folders, cancellationToken: TestContext.Current.CancellationToken), []);

    public static string Html(EvaluationReport report)
    {
        using var page = new StringWriter();
        report.WriteHtml(page, cancellationToken: TestContext.Current.CancellationToken);
        return page.ToString();
    }

    public void Dispose() => _root.Dispose();
}
