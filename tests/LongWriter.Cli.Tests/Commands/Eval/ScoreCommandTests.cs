using System.Text.Json;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests.Commands.Eval;

public sealed class ScoreCommandTests : IDisposable
{
    private const string Row = """{"prompt": "Write of rivers", "type": "News Report", "length": 4, "response": "one two three four", "response_length": 4}""";

    private readonly DirectoryInfo _temp = Directory.CreateTempSubdirectory("longwriter-test-");

    public void Dispose() => _temp.Delete(recursive: true);

    private string File(string name, params string[] lines)
    {
        var path = Path.Combine(_temp.FullName, name);
        System.IO.File.WriteAllLines(path, lines);
        return path;
    }

    private string Folder(string name, string response, string suite = "abc")
    {
        var path = Path.Combine(_temp.FullName, name);
        var item = new SuiteItem("1", "Write of rivers", "News Report", 4);
        using var folder = EvaluationFolder.CreateOrResume(path, new RunInfo(RunInfo.Current, "mine", suite, name, "direct", 1, 0), new Suite("mine", suite, [item]));
        folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, response, 0) { Id = "1", FinishReason = "stop" });
        return path;
    }

    [Fact]
    public async Task A_file_of_the_released_scripts_is_scored_and_what_is_wrong_in_it_told_by_its_line()
    {
        var outcome = await CommandLine.RunAsync("eval", "score", File("pred.jsonl", Row, "{oops", Row.Replace("\"response_length\": 4", "\"response_length\": 9", StringComparison.Ordinal)));

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Contains("2 of 3 predictions of 1 prompt,", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("100.0", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(outcome.ErrorLines, line => line.Contains("line 2", StringComparison.Ordinal) && line.Contains("not scored", StringComparison.Ordinal));
        Assert.Contains(outcome.ErrorLines, line => line.Contains("line 3: says 9 words and has 4", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Scores_of_a_folder_are_kept_in_it_and_are_what_json_prints()
    {
        var folder = Folder("run", "one two three four");

        var outcome = await CommandLine.RunAsync("eval", "score", folder, "--json");

        var kept = ScoreReport.Read(Path.Combine(folder, "scores.json"));
        Assert.Equal(100, kept.Overall.Length!.Mean);
        Assert.Null(kept.Overall.Quality);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("overall").GetProperty("quality").ValueKind);
        Assert.Equal(await System.IO.File.ReadAllTextAsync(Path.Combine(folder, "scores.json"), TestContext.Current.CancellationToken), outcome.Output);
    }

    [Fact]
    public async Task The_released_ways_leave_the_kept_scores_alone()
    {
        var folder = Folder("run", "one two three four");

        var outcome = await CommandLine.RunAsync("eval", "score", folder, "--released");

        Assert.Contains("as the released scripts do", outcome.Output, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(folder, "scores.json")));
    }

    [Fact]
    public async Task A_model_is_held_against_its_base_on_short_prompts()
    {
        var outcome = await CommandLine.RunAsync("eval", "score", Folder("tuned", "one two"), "--against", Folder("base", "one two three four"));

        Assert.Contains("fail; S_l -50.0", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_told_in_one_line()
    {
        var outcome = await CommandLine.RunAsync("eval", "score", Path.Combine(_temp.FullName, "none.jsonl"));

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("none.jsonl", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_stand_side_by_side()
    {
        var outcome = await CommandLine.RunAsync("eval", "compare", Folder("first", "one two three four"), Folder("second", "one two"));

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Contains("first − second", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("+50.0", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_different_suites_are_refused()
    {
        var outcome = await CommandLine.RunAsync("eval", "compare", Folder("first", "one"), Folder("second", "one", suite: "def"));

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("another suite", outcome.Error, StringComparison.Ordinal);
    }
}
