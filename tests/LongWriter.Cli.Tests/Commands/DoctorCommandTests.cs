using System.Text.Json;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class DoctorCommandTests
{
    [Fact]
    public async Task Where_everything_works_it_ends_with_0_and_says_so()
    {
        var lines = await CommandLine.RunAsync("doctor");
        var json = await CommandLine.RunAsync("doctor", "--json");

        Assert.Equal((ExitCodes.Done, ""), (lines.Code, lines.Error));
        Assert.EndsWith("Documents can be written here." + Environment.NewLine, lines.Output, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(json.Output);
        Assert.True(report.RootElement.GetProperty("works").GetBoolean());
    }

    [Fact]
    public async Task Where_writing_would_fail_it_ends_with_3()
    {
        using var folder = new TempFolder();
        folder.Write("longwriter.json", "{ \"template\": \"mine\" }");

        var outcome = await CommandLine.RunInAsync(folder.Root, [], "doctor");

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Contains("longwriter.json:1: template mine: ", outcome.Output, StringComparison.Ordinal);
    }
}
