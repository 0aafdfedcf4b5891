using LongWriter.Fakes;

namespace LongWriter.Cli.Tests.Eval;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("report.html", "<!DOCTYPE html>")]
    [InlineData("report.md", "# LongWriter evaluation")]
    [InlineData("report.json", "{\"version\":1,")]
    public async Task The_form_of_a_report_follows_its_name(string name, string begins)
    {
        var outcome = await ReportAsync(WrittenFolder.Create(_folder["run"], "m1", "One.", "Two."), "-o", _folder[name]);
        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.StartsWith(begins, await File.ReadAllTextAsync(_folder[name], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_are_files_and_curves_are_read()
    {
        await File.WriteAllTextAsync(_folder["nll.jsonl"], "{\"name\":\"as written\",\"tokens\":256,\"nll\":2.5}\n", TestContext.Current.CancellationToken);
        var outcome = await ReportAsync(WrittenFolder.Create(_folder["run"], "m1", "One."), "-o", _folder["report.html"], "--figures", _folder["figures"], "--nll", _folder["nll.jsonl"]);
        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal(["length.png", "length.svg", "nll.png", "nll.svg"], Directory.EnumerateFiles(_folder["figures"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_form_and_a_folder_that_is_none_are_refused()
    {
        var folder = WrittenFolder.Create(_folder["run"], "m1", "One.");
        var form = await ReportAsync(folder, "-o", _folder["report.pdf"]);
        Assert.Equal(ExitCodes.Usage, form.Code);
        Assert.Contains(".html, .md or .json", form.Error, StringComparison.Ordinal);

        var none = await ReportAsync(_folder["nowhere"], "-o", _folder["report.html"]);
        Assert.Equal(ExitCodes.Usage, none.Code);
        Assert.Contains("nowhere", none.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["report.html"]));
    }

    private static Task<Outcome> ReportAsync(params string[] arguments) => CommandLine.RunAsync(["eval", "report", .. arguments]);
}
