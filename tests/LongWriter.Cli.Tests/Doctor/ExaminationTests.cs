using LongWriter.Cli.Doctor;
using LongWriter.Fakes;
using LongWriter.Inference.Kernels;
using LongWriter.Providers;

namespace LongWriter.Cli.Tests;

public sealed class ExaminationTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _variables = [];

    public ExaminationTests()
    {
        _variables["XDG_CONFIG_HOME"] = _folder["config"];
        BabblingModel.Save(_folder["babbler.gguf"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_machine_in_order_says_so_of_everything()
    {
        var report = await ExamineAsync(ModelCatalog.Embedded);

        Assert.True(report.Works);
        Assert.Equal(["system", "processor", "memory", "model", "home", "runs", "terminal", "keys", "training"], report.Findings.Select(finding => finding.Subject));
        Assert.Contains($".NET {Environment.Version}", Text(report, "system"), StringComparison.Ordinal);
        Assert.Equal($"{Environment.ProcessorCount} cores, int8 kernel {Processor.Int8Kernel}", Text(report, "processor"));
        Assert.Matches(@"^nano writes [1-9][0-9,]* words/s", Text(report, "model"));
        Assert.Equal("0 kept, all finished", Text(report, "runs"));
        Assert.StartsWith("none set", Text(report, "keys"), StringComparison.Ordinal);
        Assert.Equal(["model", "planner", "template", "strategy", "context", "layout", "temperature"], report.Settings.Select(setting => setting.Setting.Name));
        Assert.All(report.Settings, setting => Assert.Equal("default", setting.Origin));
        Assert.Equal(["babbler.gguf"], _folder.Files);
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_bad()
    {
        var report = await ExamineAsync(_folder["none.gguf"]);

        Assert.False(report.Works);
        var finding = Assert.Single(report.Findings, finding => finding.State == FindingState.Bad);
        Assert.Equal("model", finding.Subject);
        Assert.NotNull(finding.Advice);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file/below")]
    public async Task A_home_that_cannot_be_written_to_is_bad(string home)
    {
        _folder.Write("file", "no folder");

        var report = await ExamineAsync(home: _folder[home]);

        Assert.Contains("LONGWRITER_HOME", Assert.Single(report.Findings, finding => finding.State == FindingState.Bad).Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unfinished_runs_are_noted_with_the_command_that_goes_on()
    {
        using (new Runs.RunStore(_folder["home"], new ManualTime()).Create(new WritingRequest("Write about mud"), new Runs.RunSettings("nano"), null))
        {
        }

        var report = await ExamineAsync();

        Assert.True(report.Works);
        var note = Assert.Single(report.Findings, finding => finding.State == FindingState.Note);
        Assert.Equal(("1 kept, 1 not finished", "go on with the latest: longwriter resume 20261124-000000-mud"), (note.Text, note.Advice));
    }

    [Fact]
    public async Task Keys_are_named_and_their_values_never()
    {
        _variables["OPENAI_API_KEY"] = "sk-very-secret";
        _variables["ANTHROPIC_API_KEY"] = "";

        var report = await ExamineAsync();

        Assert.Equal("OPENAI_API_KEY", Text(report, "keys"));
        Assert.DoesNotContain("secret", string.Join('\n', report.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_are_shown_with_their_origin_and_a_model_file_that_is_not_there_is_noted()
    {
        var file = _folder.Write("longwriter.json", "{ \"model\": \"gone.gguf\" }");
        _variables["LONGWRITER_TEMPLATE"] = "paper";

        var report = await ExamineAsync();

        Assert.True(report.Works);
        Assert.Equal(("settings", $"see {file}:1"), (Assert.Single(report.Findings, finding => finding.State == FindingState.Note) is var note ? (note.Subject, note.Advice) : default));
        Assert.Equal(["gone.gguf", "paper"], report.Settings.Where(setting => setting.Origin != "default").Select(setting => setting.Value));
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_bad()
    {
        _folder.Write("longwriter.json", "{ \"model\": ");

        var report = await ExamineAsync();

        Assert.Equal("settings", Assert.Single(report.Findings, finding => finding.State == FindingState.Bad).Subject);
        Assert.Empty(report.Settings);
    }

    [Fact]
    public async Task The_training_tool_is_found_in_PATH()
    {
        var tool = _folder.Write(OperatingSystem.IsWindows() ? "longwriter-train.exe" : "longwriter-train", "");
        _variables["PATH"] = string.Join(Path.PathSeparator, _folder["nowhere"], _folder.Root);

        Assert.Equal(tool, Text(await ExamineAsync(), "training"));
    }

    [Fact]
    public async Task The_trial_ends_after_a_paragraph_where_the_clock_stands_still()
    {
        var finding = await new WritingTrial(new Surroundings(TextReader.Null, TextWriter.Null, TextWriter.Null, new ManualTime())).RunAsync(_folder["babbler.gguf"], TestContext.Current.CancellationToken);

        Assert.Equal(FindingState.Good, finding.State);
    }

    private Task<Report> ExamineAsync(string? model = null, string? home = null)
    {
        var around = new Surroundings(TextReader.Null, TextWriter.Null, TextWriter.Null, new ManualTime(TimeSpan.FromMilliseconds(500))) { Folder = _folder.Root, Variable = _variables.GetValueOrDefault };
        return new Examination(around, model ?? _folder["babbler.gguf"], home ?? _folder["home"]).RunAsync(TestContext.Current.CancellationToken);
    }

    private static string Text(Report report, string subject) => report.Findings.Single(finding => finding.Subject == subject).Text;
}
