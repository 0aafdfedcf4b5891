using System.Text.Json;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The longest document that is promised, from the embedded model in its own window of some thousand tokens.</summary>
public class HundredThousandWordsTests
{
    [Fact]
    public async Task A_hundred_thousand_words_keep_their_length_and_no_two_sections_open_alike()
    {
        if (Environment.GetEnvironmentVariable("LONGWRITER_TESTS") != "long")
        {
            Assert.Skip("takes ten minutes: ./test.sh --long");
        }

        using var folder = new TempFolder();
        using var process = CliProcess.Start(folder.Path, "write", "Write a 100,000-word article on the history of the Roman Empire", "-o", "rome.md", "--json");
        process.StandardInput.Close();

        var result = await CliProcess.FinishAsync(process, TimeSpan.FromHours(1));

        Assert.True(result.ExitCode == 0, result.Error);
        using var json = JsonDocument.Parse(result.Output);
        Assert.InRange(json.RootElement.GetProperty("length_score").GetDouble(), 95, 100);
        var sections = (await File.ReadAllTextAsync(folder["rome.md"], TestContext.Current.CancellationToken)).Split("\n## ")[1..];
        Assert.True(sections.Length > 200);
        var openings = sections.Select(section => section[(section.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim().Split(". ", 2)[0]).ToList();
        Assert.Equal(openings.Count, openings.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        TestContext.Current.TestOutputHelper!.WriteLine(result.Output);
    }
}
