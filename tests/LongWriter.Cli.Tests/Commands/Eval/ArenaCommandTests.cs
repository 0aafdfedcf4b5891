using System.Text.Json;
using LongWriter.Cli;
using LongWriter.Evaluation.Arena;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;
using LongWriter.Server.Arena;

namespace LongWriter.Cli.Tests.Commands.Eval;

public sealed class ArenaCommandTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("longwriter-arena-");

    public void Dispose() => _home.Delete(recursive: true);

    [Fact]
    public async Task It_serves_until_it_is_interrupted_and_tells_what_was_voted()
    {
        var (first, second) = (Run("base"), Run("tuned"));
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var error = new CancellingWriter("end with Ctrl+C", source);
        var outcome = await CommandLine.RunAsync("", error, ["eval", "arena", first, second], source.Token);
        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Matches(@"^http://127\.0\.0\.1:\d+/\s*$", outcome.Output);
        Assert.Contains("0 votes of 0 voters on 0 of 3 items", outcome.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(first, "arena-tuned.db")));
    }

    [Fact]
    public async Task Results_are_printed_as_a_table_or_an_object()
    {
        var (first, second) = (Run("base"), Run("tuned"));
        var none = await CommandLine.RunAsync("eval", "arena", first, second, "--results");
        Assert.Equal(ExitCodes.Usage, none.Code);
        Assert.Contains("there are no votes yet", Assert.Single(none.ErrorLines), StringComparison.Ordinal);
        var match = ArenaMatch.Of(ArenaRun.Read(first), ArenaRun.Read(second), 0);
        using (var votes = SqliteVotes.Open(Path.Combine(first, "arena-tuned.db"), match))
        {
            votes.Save(new Vote("Ada", "1", 0, Choice.Second, true, 20, DateTimeOffset.UnixEpoch));
            votes.Save(new Vote("Ada", "2", 0, Choice.Tie, false, 40, DateTimeOffset.UnixEpoch));
        }

        var table = await CommandLine.RunAsync("eval", "arena", first, second, "--results");
        Assert.Equal(ExitCodes.Done, table.Code);
        Assert.Contains("| all | 2 | 0 | 1 | 1 | 0 | 25.0% (", table.Output, StringComparison.Ordinal);
        var json = await CommandLine.RunAsync("eval", "arena", first, second, "--results", "--json");
        var overall = JsonDocument.Parse(json.Output).RootElement.GetProperty("overall");
        Assert.Equal("tuned", overall.GetProperty("other").GetString());
        Assert.Equal(0.25, overall.GetProperty("win_rate").GetDouble());
        Assert.Equal(1, overall.GetProperty("losses").GetInt32());
    }

    [Theory]
    [InlineData("--host", "example.org")]
    [InlineData("--port", "70000")]
    [InlineData("--json")]
    public async Task What_cannot_be_served_is_told_in_one_line(params string[] options)
    {
        var outcome = await CommandLine.RunAsync(["eval", "arena", Run("base"), Run("tuned"), .. options]);
        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains(options[0], Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    private string Run(string name)
    {
        var path = Path.Combine(_home.FullName, name);
        Directory.CreateDirectory(path);
        List<SuiteItem> items = [.. Enumerable.Range(1, 3).Select(i => new SuiteItem($"{i}", $"Write about bridge {i}.", "News Report", 300))];
        using var folder = EvaluationFolder.CreateOrResume(path, new RunInfo(RunInfo.Current, "bridges", "aa", $"model/{name}", "direct", 1, 7), new Suite("bridges", "aa", items));
        items.ForEach(item => folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, $"By {name}.", 2) { Id = item.Id }));
        return path;
    }
}
