using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Prompts;
using LongWriter.Runs;

namespace LongWriter.Cli.Tests;

public sealed class ResumeCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly RunStore _store = new(RunsFolder.Path, new ManualTime());
    private readonly RunSettings _settings;

    public ResumeCommandTests() => _settings = new RunSettings(BabblingModel.Save(_folder["babbler.gguf"])) { TemplateHash = PromptTemplate.LongWriter.Hash };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_that_was_stopped_before_its_first_section_is_written_to_the_file_it_began_with()
    {
        var run = Begin("resumed mud", _settings);

        var outcome = await CommandLine.RunAsync("resume", run);

        Assert.Equal((ExitCodes.Done, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith("# Resumed mud\n\n## ", await File.ReadAllTextAsync(_folder["out.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_file_may_be_named()
    {
        var run = Begin("resumed stone", _settings);

        var outcome = await CommandLine.RunAsync("resume", run, "-o", _folder["other.md"], "-q");

        Assert.Equal((ExitCodes.Done, "", ""), (outcome.Code, outcome.Output, outcome.Error));
        Assert.Equal(["babbler.gguf", "other.md"], _folder.Files);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_told() => await RefusedAsync(ExitCodes.Usage, "there is no run 'none'; see `longwriter runs list`", "none");

    [Fact]
    public async Task A_run_of_other_prompts_is_not_gone_on_with() =>
        await RefusedAsync(ExitCodes.Usage, "was begun with other prompts than this version has", Begin("older mud", _settings with { TemplateHash = "0123456789abcdef" }));

    [Fact]
    public async Task A_run_whose_model_is_gone_is_told() =>
        await RefusedAsync(ExitCodes.Model, "no such model file", Begin("orphaned mud", _settings with { Model = _folder["gone.gguf"] }));

    [Fact]
    public async Task A_run_whose_planner_is_gone_is_told() =>
        await RefusedAsync(ExitCodes.Model, "no such model file", Begin("unplanned mud", _settings with { Planner = _folder["gone.gguf"] }));

    [Fact]
    public async Task A_run_that_is_being_written_is_left_alone()
    {
        using var journal = _store.Create(Request("busy mud"), _settings, null);

        await RefusedAsync(ExitCodes.Usage, "another process is writing this run", journal.Header.Run);
    }

    private static async Task RefusedAsync(int code, string message, string run)
    {
        var outcome = await CommandLine.RunAsync("resume", run);

        Assert.Equal((code, ""), (outcome.Code, outcome.Output));
        Assert.Contains(message, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private string Begin(string subject, RunSettings settings)
    {
        using var journal = _store.Create(Request(subject), settings, _folder["out.md"]);
        return journal.Header.Run;
    }

    private static WritingRequest Request(string subject) => new($"Write about {subject}") { Plan = new Plan([new PlanStep(1, "Say what it is", 20)]) };
}
