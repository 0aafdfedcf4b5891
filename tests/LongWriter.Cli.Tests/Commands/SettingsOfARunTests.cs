using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Providers;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Cli.Tests;

/// <summary>What options, environment and files say reaches the journal, and the run that is taken up again.</summary>
public sealed class SettingsOfARunTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _model;
    private readonly string _plan;

    public SettingsOfARunTests()
    {
        _model = BabblingModel.Save(_folder["babbler.gguf"]);
        _plan = _folder.Write("p.plan", Sample.Plan(20, 20) + "\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Settings_of_all_places_reach_the_journal()
    {
        _folder.Write("longwriter.json", "{ \"model\": \"babbler.gguf\", \"template\": \"paper\", \"temperature\": 0.5 }");

        var settings = await WrittenAsync(new() { ["LONGWRITER_CONTEXT"] = "full", ["LONGWRITER_TEMPERATURE"] = "0.25" }, "--strategy", "parallel");

        Assert.Equal((_model, "paper", 0.25f, WritingStrategy.Parallel, HistoryPolicy.Full), (settings.Model, settings.Template, settings.Temperature, settings.Strategy, settings.History));
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_stops_a_run_before_it_begins()
    {
        var file = _folder.Write("longwriter.json", "{\n \"modle\": \"nano\" }");

        foreach (var verb in (string[])["write", "plan"])
        {
            var outcome = await CommandLine.RunInAsync(_folder.Root, [], verb, "Write about the sea", "-m", _model);

            Assert.Equal((ExitCodes.Usage, ""), (outcome.Code, outcome.Output));
            Assert.StartsWith($"error: {file}:2: modle is no setting", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        }

        // What needs no settings works all the same.
        Assert.Equal(ExitCodes.Done, (await CommandLine.RunInAsync(_folder.Root, [], "write", "--help")).Code);
        Assert.Equal(ExitCodes.Done, (await CommandLine.RunInAsync(_folder.Root, [], "runs", "list")).Code);
    }

    [Fact]
    public async Task Another_model_plans_and_a_run_goes_on_with_it()
    {
        string[] arguments = ["write", "Write a 60-word text about the sea", "-m", _model, "--planner", ModelCatalog.Embedded, "-o", _folder["out.md"]];
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var error = new CancellingWriter("plan: ", source);

        var broken = await CommandLine.RunAsync("", error, arguments, source.Token);

        // The babbler alone cannot plan: the plan is the planner's.
        Assert.Equal(ExitCodes.Interrupted, broken.Code);
        var run = broken.ErrorLines[^1]["go on with: longwriter resume ".Length..];
        Assert.Equal((_model, ModelCatalog.Embedded), (Settings(run).Model, Settings(run).Planner));
        Assert.Contains($"planner  {ModelCatalog.Embedded}", (await CommandLine.RunAsync("runs", "show", run)).Output, StringComparison.Ordinal);

        var resumed = await CommandLine.RunAsync("resume", run, "--json");

        using var result = JsonDocument.Parse(resumed.Output);
        Assert.Equal("babbler", result.RootElement.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Planning_alone_opens_the_planner_alone()
    {
        string[] arguments = ["Write a 300-word text about the sea", "-m", _folder["none.gguf"], "--planner", ModelCatalog.Embedded];

        var planned = await CommandLine.RunAsync(["plan", .. arguments]);
        var dry = await CommandLine.RunAsync(["write", .. arguments, "--dry-run"]);

        Assert.Equal((ExitCodes.Done, ExitCodes.Done, planned.Output), (planned.Code, dry.Code, dry.Output));
        Assert.Contains("Word Count", planned.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nano", "other.gguf", "--model")]
    [InlineData("other.gguf", "nano", "--planner")]
    public async Task The_embedded_model_is_refused_for_another_language_in_either_part(string model, string planner, string option)
    {
        var outcome = await CommandLine.RunAsync("write", "写一篇关于大海的文章", "-m", model, "--planner", planner);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.EndsWith(option, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_planner_that_is_the_writer_is_opened_once() =>
        Assert.Null((await WrittenAsync([], "-m", _model, "--planner", Path.GetRelativePath(Environment.CurrentDirectory, _model))).Planner);

    private async Task<RunSettings> WrittenAsync(Dictionary<string, string> variables, params string[] more)
    {
        var outcome = await CommandLine.RunInAsync(_folder.Root, variables, ["write", "Write about the sea", "--plan", _plan, "--json", .. more]);
        Assert.True(outcome.Code == ExitCodes.Done, outcome.Error);
        using var result = JsonDocument.Parse(outcome.Output);
        return Settings(result.RootElement.GetProperty("run").GetString()!);
    }

    private static RunSettings Settings(string run) => JournalContent.Read(Path.Combine(RunsFolder.Path, "runs", run, Journal.FileName)).Header.Settings;
}
