using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Cli.Tests;

/// <summary>From the arguments to the saved file, with a model that babbles.</summary>
public sealed class WriteCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _model;
    private readonly string _plan;

    public WriteCommandTests()
    {
        _model = BabblingModel.Save(_folder["babbler.gguf"]);
        _plan = _folder.Write("p.plan", Sample.Plan(20, 20, 20) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Standard_output_and_the_file_get_the_same_bytes_and_the_same_seed_writes_them_again()
    {
        var printed = await WriteAsync("--seed", "3");
        var saved = await WriteAsync("--seed", "3", "-o", _folder["out.md"]);
        var other = await WriteAsync("--seed", "4");

        Assert.Equal((ExitCodes.Done, ExitCodes.Done, ""), (printed.Code, saved.Code, saved.Output));
        Assert.StartsWith("# The sea\n\n## ", printed.Output, StringComparison.Ordinal);
        Assert.Equal(3, printed.Output.Split("\n## ").Length - 1);
        Assert.Equal(printed.Output, await File.ReadAllTextAsync(_folder["out.md"], TestContext.Current.CancellationToken));
        Assert.NotEqual(printed.Output, other.Output);
        Assert.EndsWith(" → " + _folder["out.md"], saved.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(3, saved.ErrorLines.Count(line => line.StartsWith("section ", StringComparison.Ordinal) && line.EndsWith("(cut at its token limit)", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Quiet_means_nothing_on_standard_error()
    {
        var outcome = await WriteAsync("-q");

        Assert.Equal("", outcome.Error);
        Assert.NotEmpty(outcome.Output);
    }

    [Fact]
    public async Task Json_prints_one_object_and_no_text()
    {
        var outcome = await WriteAsync("--json", "-o", _folder["out.md"]);

        using var result = JsonDocument.Parse(outcome.Output);
        Assert.Equal("babbler", result.RootElement.GetProperty("model").GetString());
        Assert.Equal(60, result.RootElement.GetProperty("target_words").GetInt32());
        Assert.Equal(3, result.RootElement.GetProperty("sections").GetInt32());
        Assert.Equal(_folder["out.md"], result.RootElement.GetProperty("output").GetString());
        Assert.True(result.RootElement.GetProperty("tokens").GetProperty("cached").GetInt64() > 0);
        Assert.Single(outcome.Output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Events_prints_every_event_and_no_text()
    {
        var outcome = await WriteAsync("--events");

        var names = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("event").GetString()).ToList();
        Assert.Equal(["run_started", "plan_ready", "section_started", "text_delta"], names.Take(4));
        Assert.Equal("document_finished", names[^1]);
        Assert.Equal(3, names.Count(name => name == "section_finished"));
    }

    [Fact]
    public async Task A_text_off_its_length_is_told_by_the_exit_code_where_asked_for()
    {
        // No section is asked for in fewer than ten words.
        var strict = await WriteAsync("--words", "2", "--strict-length", "-o", _folder["out.md"]);
        var lenient = await WriteAsync("--words", "2");

        Assert.Equal((ExitCodes.OffLength, ExitCodes.Done), (strict.Code, lenient.Code));
        Assert.True(File.Exists(_folder["out.md"]));
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_writes_nothing()
    {
        var outcome = await WriteAsync("--dry-run", "-o", _folder["out.md"]);

        Assert.Equal((ExitCodes.Done, Sample.Plan(20, 20, 20) + Environment.NewLine), (outcome.Code, outcome.Output));
        Assert.False(File.Exists(_folder["out.md"]));
    }

    [Fact]
    public async Task A_plan_file_without_a_step_is_told_in_one_line()
    {
        var outcome = await CommandLine.RunAsync("write", "Write about the sea", "-m", _model, "--plan", _folder.Write("bad.plan", "nothing"));

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.StartsWith($"error: {_folder["bad.plan"]}: ", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_cannot_plan_is_told_in_one_error_line_and_an_existing_file_is_kept()
    {
        var file = _folder.Write("out.md", "precious");

        var outcome = await CommandLine.RunAsync("write", "Write about the sea", "-m", CutShort(), "-o", file);

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Contains("no usable plan", Assert.Single(outcome.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_interrupt_leaves_a_readable_file_and_resume_writes_the_rest()
    {
        var whole = await WriteAsync("-o", _folder["whole.md"]);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var error = new CancellingWriter("section 2 of 3", source);

        var broken = await CommandLine.RunAsync("", error, ["write", "Write about the sea", "-m", _model, "--plan", _plan, "-o", _folder["out.md"]], source.Token);

        Assert.Equal((ExitCodes.Done, ExitCodes.Interrupted), (whole.Code, broken.Code));
        Assert.StartsWith("# The sea\n\n## ", await File.ReadAllTextAsync(_folder["out.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(broken.ErrorLines, line => line == $"interrupted with 2 finished sections; what stands is in {_folder["out.md"]}");
        Assert.DoesNotContain(broken.ErrorLines, line => line.StartsWith("error:", StringComparison.Ordinal));
        var command = Assert.Single(broken.ErrorLines, line => line.StartsWith("go on with: longwriter ", StringComparison.Ordinal))["go on with: longwriter ".Length..].Split(' ');

        var shown = await CommandLine.RunAsync("runs", "show", command[1]);
        var resumed = await CommandLine.RunAsync(command);

        Assert.Equal(2, shown.Output.Split("✓").Length - 1);
        Assert.Equal(ExitCodes.Done, resumed.Code);
        Assert.Contains(resumed.ErrorLines, line => line.StartsWith("resumed: 2 sections", StringComparison.Ordinal));
        Assert.StartsWith("section 3 of 3", Assert.Single(resumed.ErrorLines, line => line.StartsWith("section ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(await File.ReadAllTextAsync(_folder["whole.md"], TestContext.Current.CancellationToken), await File.ReadAllTextAsync(_folder["out.md"], TestContext.Current.CancellationToken));
        Assert.Equal(["babbler.gguf", "out.md", "p.plan", "whole.md"], _folder.Files);

        var again = await CommandLine.RunAsync(command);
        Assert.Equal(ExitCodes.Usage, again.Code);
        Assert.Contains("is finished", Assert.Single(again.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_listed_exported_and_removed()
    {
        var written = await WriteAsync("--json", "-o", _folder["out.md"]);
        using var result = JsonDocument.Parse(written.Output);
        var run = result.RootElement.GetProperty("run").GetString()!;

        var listed = await CommandLine.RunAsync("runs", "list");
        var exported = await CommandLine.RunAsync("runs", "export", run);
        var removed = await CommandLine.RunAsync("runs", "rm", run);
        var gone = await CommandLine.RunAsync("runs", "export", run);

        Assert.Contains(listed.Output.Split(Environment.NewLine), line => line.StartsWith("finished", StringComparison.Ordinal) && line.EndsWith(run, StringComparison.Ordinal));
        Assert.Equal(await File.ReadAllTextAsync(_folder["out.md"], TestContext.Current.CancellationToken), exported.Output);
        Assert.Equal((ExitCodes.Done, $"removed {run}"), (removed.Code, Assert.Single(removed.ErrorLines)));
        Assert.Equal(ExitCodes.Usage, gone.Code);
        Assert.Contains($"there is no run '{run}'", Assert.Single(gone.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prompt_longer_than_the_model_reads_is_told_in_one_error_line()
    {
        var outcome = await CommandLine.RunAsync("write", "Write about the sea " + new string('x', 9000), "-m", _model, "--plan", _plan, "-q");

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Contains("reads at most", Assert.Single(outcome.ErrorLines, line => line.StartsWith("error: ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_beside_a_plan_file_rescale_it()
    {
        var outcome = await WriteAsync("--words", "40", "--json");

        using var result = JsonDocument.Parse(outcome.Output);
        Assert.Equal(40, result.RootElement.GetProperty("target_words").GetInt32());
    }

    private Task<Outcome> WriteAsync(params string[] more) => CommandLine.RunAsync(["write", "Write about the sea", "-m", _model, "--plan", _plan, .. more]);

    /// <summary>The same model with a context so short that five answers that are no plan take no time.</summary>
    private string CutShort() => BabblingModel.Save(_folder["short.gguf"], context: 700);
}
