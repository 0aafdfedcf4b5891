using System.Runtime.InteropServices;
using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.EndToEnd.Tests;

/// <summary>The main job on real input, with the embedded model, as a person runs it.</summary>
public class WriteTests
{
    private const string Rome = "Write a 10,000-word article on the history of the Roman Empire";

    [Fact]
    public async Task Ten_thousand_words_on_the_Roman_Empire_from_one_command()
    {
        using var folder = new TempFolder();

        var result = await CliProcess.RunAsync(folder.Path, "write", Rome, "-o", "rome.md", "--json");

        Assert.True(result.ExitCode == 0, result.Error);
        var text = await File.ReadAllTextAsync(folder["rome.md"], TestContext.Current.CancellationToken);
        Assert.StartsWith("# The history of the Roman Empire\n", text, StringComparison.Ordinal);
        var sections = text.Split("\n## ")[1..];
        Assert.InRange(sections.Length, 8, 40);
        Assert.InRange(LengthScore.Of(10_000, sections.Sum(section => WordCount.Of(section))), 85, 100);
        Assert.True(sections.Count(section => section.Contains("Roman Empire", StringComparison.Ordinal)) >= 0.9 * sections.Length, text);

        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(10_000, json.RootElement.GetProperty("target_words").GetInt32());
        Assert.Equal(sections.Length, json.RootElement.GetProperty("sections").GetInt32());
        var tokens = json.RootElement.GetProperty("tokens");
        var (prompt, cached, completion) = (tokens.GetProperty("prompt").GetInt64(), tokens.GetProperty("cached").GetInt64(), tokens.GetProperty("completion").GetInt64());
        Assert.InRange((double)(prompt - cached) / completion, 0.1, 1.6);
    }

    [Fact]
    public async Task The_same_seed_writes_the_same_bytes_and_standard_output_is_the_file()
    {
        using var folder = new TempFolder();
        const string instruction = "Write a 600-word guide to walled gardens";

        var file = await CliProcess.RunAsync(folder.Path, "write", instruction, "-o", "a.md", "--seed", "7");
        var output = await CliProcess.RunAsync(folder.Path, "write", instruction, "--seed", "7");
        var other = await CliProcess.RunAsync(folder.Path, "write", instruction, "--seed", "8");

        Assert.Equal(0, file.ExitCode);
        Assert.Equal(await File.ReadAllTextAsync(folder["a.md"], TestContext.Current.CancellationToken), output.Output);
        Assert.NotEqual(output.Output, other.Output);
    }

    [Fact]
    public async Task An_edited_plan_is_followed()
    {
        using var folder = new TempFolder();
        var planned = await CliProcess.RunAsync(folder.Path, "plan", "Write a 1,000-word essay on kettles", "-o", "kettles.plan");
        Assert.Equal(0, planned.ExitCode);
        var lines = await File.ReadAllLinesAsync(folder["kettles.plan"], TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(folder["kettles.plan"], lines.Take(2).Reverse(), TestContext.Current.CancellationToken);

        var events = await CliProcess.RunAsync(folder.Path, "write", "Write an essay on kettles", "--plan", "kettles.plan", "--events");

        Assert.Equal(0, events.ExitCode);
        var kinds = events.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).ToList();
        Assert.Equal("run_started", kinds[0]);
        Assert.Equal("document_finished", kinds[^1]);
        Assert.Equal(2, kinds.Count(kind => kind == "section_finished"));
    }

    [Fact]
    public async Task SIGTERM_like_Ctrl_C_leaves_a_readable_file_and_says_how_to_go_on()
    {
        // Where tests run in the background SIGINT is ignored, and a child inherits that.
        using var folder = new TempFolder();
        using var process = CliProcess.Start(folder.Path, "write", "Write a 20,000-word report on stone bridges", "-o", "bridges.md");
        process.StandardInput.Close();

        // Interrupted once the second section is under way.
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("section 1 of", StringComparison.Ordinal))
        {
        }

        Assert.Equal(0, Kill(process.Id, 15));
        var result = await CliProcess.FinishAsync(process);

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("go on with: longwriter resume ", result.Error, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(folder["bridges.md"], TestContext.Current.CancellationToken);
        Assert.Contains("\n## ", text, StringComparison.Ordinal);
        Assert.Matches(@"[.!?]""?\s*$", text);
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_and_comes_to_the_same_text()
    {
        const string Instruction = "Write a 3,000-word report on stone bridges";
        using var folder = new TempFolder();
        await CliProcess.RunAsync(folder.Path, "write", Instruction, "-o", "whole.md");
        using var process = CliProcess.Start(folder.Path, "write", Instruction, "-o", "bridges.md");
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.StartsWith("section 2 of", StringComparison.Ordinal))
        {
        }

        Assert.Equal(0, Kill(process.Id, 9));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.False(File.Exists(folder["bridges.md"]));

        var result = await CliProcess.RunAsync(folder.Path, "resume");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("\nresumed: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(folder["whole.md"], TestContext.Current.CancellationToken), await File.ReadAllTextAsync(folder["bridges.md"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(2, "write", "")]
    [InlineData(2, "write", "Write about tea", "--words", "0")]
    [InlineData(2, "write", "Write about tea", "--words", "-3")]
    [InlineData(2, "write", "写一篇1000字的中国旅游指南")]
    [InlineData(2, "write", "Write about tea", "-o", "no-such-folder/tea.md")]
    [InlineData(3, "write", "Write about tea", "-m", "missing.gguf")]
    [InlineData(3, "write", "Write about tea", "-m", "no-such-model")]
    public async Task Bad_input_gets_one_clear_line(int code, params string[] arguments)
    {
        using var folder = new TempFolder();

        var result = await CliProcess.RunAsync(folder.Path, arguments);

        Assert.Equal(code, result.ExitCode);
        Assert.StartsWith("error: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.Trim().Split('\n'));
        Assert.Equal("", result.Output);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
