using System.Globalization;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Reports;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Fakes;

/// <summary>A report in a file of its own, of two made-up evaluations.</summary>
internal sealed class WrittenReport : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WrittenReport()
    {
    }

    public Uri Address => new(_folder.File("report.html"));

    /// <summary>Two runs that two judges have judged, of prompts of many lengths, types and both languages, with a Ruler and curves.</summary>
    public static WrittenReport Usual()
    {
        int[] lengths = [150, 600, 1500, 3000];
        var items = lengths.SelectMany((length, i) => (SuiteItem[])
        [
            new($"{(i * 3) + 1}", $"Write {length} words about the bridges of a river town and those who keep them.", "Popular Science", length),
            new($"{(i * 3) + 2}", $"写一篇{length}字的文章，谈谈河边小镇的桥和守桥人。", "News Report", length),
            new($"{(i * 3) + 3}", $"Explain to a newcomer, in about {length} words, how the town council decides.", "Education and Training", length),
        ]).ToList();
        var report = new WrittenReport();
        report.Write(
            [report.Run("first", items, "longwriter-nano", 0.9, "stop"), report.Run("second", items, "a model with a rather long name for a heading", 0.6, "length")],
            [Curve("as written", 3.1), Curve("paragraphs shuffled", 3.3)]);
        return report;
    }

    /// <summary>Two runs in which everything that comes from elsewhere is hostile.</summary>
    public static WrittenReport Hostile()
    {
        var items = HostileTexts.Acting.Concat(HostileTexts.Breaking).Select((text, i) => new SuiteItem($"{i + 1}", text, text, 10)).ToList();
        var report = new WrittenReport();
        string Run(string name) => report.Run(name, items, HostileTexts.Name, 1, HostileTexts.Name, item => $"{item.Prompt} one two three four", HostileTexts.Name);
        report.Write([Run("first <img src=x onerror=acted('folder')>"), Run("second")], [Curve(HostileTexts.Name, 3)]);
        return report;
    }

    /// <summary>The page with all that was encoded put back, as one is that forgot to; what would lead away from it at once left out.</summary>
    public Uri Decoded()
    {
        var page = System.Net.WebUtility.HtmlDecode(File.ReadAllText(Address.LocalPath)).Replace("http-equiv=refresh", "", StringComparison.Ordinal).Replace("<base", "<b", StringComparison.Ordinal);
        File.WriteAllText(_folder.File("decoded.html"), page);
        return new Uri(_folder.File("decoded.html"));
    }

    public void Dispose() => _folder.Dispose();

    private static NllCurve Curve(string name, double from) => new(name, [.. Enumerable.Range(1, 8).Select(i => new NllPoint(i * 256, from - (0.2 * Math.Log(i))))]);

    private static string Words(SuiteItem item, double share) => item.Language == "zh"
        ? string.Concat(Enumerable.Range(0, (int)(item.Length * share)).Select(i => i % 25 == 24 ? "。" : "桥水石人年河"[i * 7 % 6].ToString()))
        : string.Join(' ', Enumerable.Range(0, (int)(item.Length * share)).Select(i => string.Create(CultureInfo.InvariantCulture, $"{"the old bridge carries people over water at dawn".Split(' ')[i * 5 % 9]}{(i % 14 == 13 ? "." : "")}")));

    private string Run(string name, List<SuiteItem> items, string model, double share, string reason, Func<SuiteItem, string>? text = null, string judge = "judge-one")
    {
        var suite = new Suite(model == HostileTexts.Name ? model : "bridges", "5a17", items);
        var info = new RunInfo(RunInfo.Current, suite.Name, suite.Sha256, model, "direct", 1, 7) { Items = items.Count, Temperature = 0.5f, MaxNewTokens = 512, TemplateHash = model == HostileTexts.Name ? model : "" };
        using var folder = EvaluationFolder.CreateOrResume(_folder.File(name.Replace('/', '_')), info, suite);
        foreach (var item in items)
        {
            var written = text?.Invoke(item) ?? Words(item, share);
            folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, written, LongWriter.Text.WordCount.Of(written)) { Id = item.Id, FinishReason = reason, Seconds = 2, Usage = new TokenUsage(40, 10, 900) });
        }

        foreach (var (vote, by) in new[] { judge, $"{judge} two" }.Index())
        {
            using var votes = folder.OpenJudgements(by);
            foreach (var (i, item) in items.Index())
            {
                votes.Append(new Judgement(item.Id, 0, by, 0, i % 6 == 5 ? null : Dimensions.All.ToDictionary(dimension => dimension, dimension => 1.0 + ((i + vote + (int)dimension) % 5))) { Problem = i % 6 == 5 ? judge : null, Raw = judge, TemplateHash = judge });
            }
        }

        return folder.Path;
    }

    private void Write(string[] folders, NllCurve[] curves)
    {
        using var page = new StreamWriter(Address.LocalPath);
        new EvaluationReport(ReportedRun.Read(folders, cancellationToken: TestContext.Current.CancellationToken), curves).WriteHtml(page);
    }
}
