using LongWriter.Evaluation.Reports;
using LongWriter.Evaluation.Tests.Fakes;

namespace LongWriter.Evaluation.Tests.Reports;

public sealed class NllCurveTests : IDisposable
{
    private readonly ReportedRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void Points_of_one_name_are_a_curve_by_tokens()
    {
        var path = _runs.File("nll.jsonl", """
            {"name": "as written", "tokens": 512, "nll": 2.5, "texts": 3}
            {"name": "as written", "tokens": 256, "nll": 2.75, "texts": 3}

            {"name": "shuffled", "tokens": 256, "nll": 3}
            """);
        var curves = NllCurve.Read(path);
        Assert.Equal(["as written", "shuffled"], curves.Select(curve => curve.Name));
        Assert.Equal([new NllPoint(256, 2.75), new NllPoint(512, 2.5)], curves[0].Points);
        var report = new EvaluationReport(ReportedRun.Read([_runs.Folder("a")], cancellationToken: TestContext.Current.CancellationToken), curves);
        Assert.Contains(report.Drawings, drawing => drawing.Name == "nll");
        Assert.Contains("NLL by position", ReportedRuns.Html(report), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\"tokens\":1,\"nll\":2}\nnot json", "line 2")]
    [InlineData("{\"name\":\"a\",\"tokens\":1}", "line 1")]
    [InlineData("{\"tokens\":1,\"nll\":1}", "line 1")]
    [InlineData("", "no points")]
    public void A_file_that_is_none_is_refused_with_the_place(string text, string said) =>
        Assert.Contains(said, Assert.Throws<EvaluationFileException>(() => NllCurve.Read(_runs.File("bad.jsonl", text))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told_by_its_name() =>
        Assert.Contains("nowhere.jsonl", Assert.Throws<EvaluationFileException>(() => NllCurve.Read("nowhere.jsonl")).Message, StringComparison.Ordinal);
}
