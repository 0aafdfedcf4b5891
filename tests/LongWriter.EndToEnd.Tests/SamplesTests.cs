namespace LongWriter.EndToEnd.Tests;

/// <summary>The programs of samples/ do what their first lines say.</summary>
public sealed class SamplesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteDocument_writes_and_a_second_start_writes_nothing_again()
    {
        string[] arguments = ["Write a 300-word essay on maps", "maps.md"];
        var first = await RunAsync("WriteDocument", arguments);
        var journal = await File.ReadAllTextAsync(_folder["maps.md.run/journal.jsonl"], TestContext.Current.CancellationToken);
        var text = await File.ReadAllTextAsync(_folder["maps.md"], TestContext.Current.CancellationToken);

        var second = await RunAsync("WriteDocument", arguments);

        Assert.Matches(@"^\d+ words of 300 in maps\.md\s*$", first.Output);
        Assert.Equal(first.Output, second.Output);
        Assert.Equal(text, await File.ReadAllTextAsync(_folder["maps.md"], TestContext.Current.CancellationToken));
        Assert.Equal(journal, await File.ReadAllTextAsync(_folder["maps.md.run/journal.jsonl"], TestContext.Current.CancellationToken));

        var measured = await RunAsync("MeasureLength", arguments);
        Assert.Matches(@"^asked    300\s+written  \d+\s+S_l      \d+\.\d\s*$", measured.Output);
    }

    [Fact]
    public async Task FollowEvents_shows_plan_sections_and_the_end()
    {
        var followed = await RunAsync("FollowEvents", "Write a 300-word guide to old bridges");

        Assert.Contains(": 300 words with longwriter-nano", followed.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^   1\. +\d+ words  ", followed.Output);
        Assert.Matches(@"(?m)^section 1, \d+ words asked for \.+.* \d+ words: ", followed.Output);
        Assert.Matches(@"\d+ words, S_l \d+\.\d; tokens: \d+ read, \d+ from the cache, \d+ written\s*$", followed.Output);
    }

    [Fact]
    public async Task LocalModel_talks_twice_and_reads_the_first_turn_once()
    {
        var talked = await RunAsync("LocalModel");

        Assert.True(talked.Output.Length > 400, talked.Output);
        Assert.Matches(@"second turn: [1-9]\d+ of \d+ tokens of the prompt from the cache", talked.Error);
    }

    [Fact]
    public async Task LongRequests_writes_a_document_for_a_long_request_alone()
    {
        var written = await RunAsync("LongRequests");

        Assert.Contains("# Guide to old bridges\n", written.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Single(written.Output.ReplaceLineEndings("\n").Split("\n# ").Skip(1));
        Assert.Matches("\"Write a 1,600-word guide to old bridges\": 1[56][0-9][0-9] words", written.Error);
    }

    private async Task<CliResult> RunAsync(string sample, params string[] arguments)
    {
        using var process = CliProcess.StartProgram(Path.Combine(Repository.Built(sample), sample), _folder.Path, arguments);
        process.StandardInput.Close();
        var result = await CliProcess.FinishAsync(process);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }
}
