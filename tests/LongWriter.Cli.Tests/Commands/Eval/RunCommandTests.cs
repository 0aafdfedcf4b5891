using System.Text.Json;
using LongWriter.Evaluation.Running;
using LongWriter.Fakes;
using LongWriter.Providers.Tests.Servers;
using Reply = LongWriter.Providers.Tests.Servers.Reply;

namespace LongWriter.Cli.Tests.Eval;

public sealed class RunCommandTests : IDisposable
{
    private static readonly OpenAIProtocol s_protocol = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Out => _folder["out"];

    [Fact]
    public async Task The_embedded_model_writes_for_the_English_prompts_of_a_suite()
    {
        var suite = Suite("Write 60 words about bridges", "写60字，谈桥", "Write 80 words about rivers");

        var foreign = await RunAsync(suite, "--strategy", "direct");
        var outcome = await RunAsync(suite, "--strategy", "direct", "--language", "en", "--max-new-tokens", "150", "--samples", "2");

        Assert.Equal(ExitCodes.Usage, foreign.Code);
        Assert.Contains("writes English only, and 1 of these prompts are not: give --language en", Assert.Single(foreign.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal("", outcome.Output);
        Assert.Equal($"4 of 4 answers in {Out}", outcome.ErrorLines[^1]);
        Assert.Equal(4, outcome.ErrorLines.Count(line => line.Contains(" words, ", StringComparison.Ordinal) || line.Contains(" words,", StringComparison.Ordinal)));
        Assert.Contains(" left — 1: ", outcome.ErrorLines[0], StringComparison.Ordinal);
        using var folder = EvaluationFolder.Open(Out);
        Assert.Equal(("nano", "direct", 2, 2, 0.5f, 150, "en"), (folder.Info.Model, folder.Info.Strategy, folder.Info.Samples, folder.Info.Items, folder.Info.Temperature!.Value, folder.Info.MaxNewTokens, folder.Info.Language));
        Assert.Equal(["1", "3"], folder.Items.Select(item => item.Id));
        Assert.All(folder.Predictions, prediction => Assert.True(prediction.ResponseLength > 0));
    }

    [Theory]
    [InlineData("agentwrite")]
    [InlineData("parallel")]
    public async Task It_plans_and_writes_by_the_other_strategies_too(string strategy)
    {
        var outcome = await RunAsync(Suite("Write 200 words about bridges"), "--strategy", strategy, "-q");

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal($"1 of 1 answers in {Out}", Assert.Single(outcome.ErrorLines));
        using var folder = EvaluationFolder.Open(Out);
        var prediction = Assert.Single(folder.Predictions);
        Assert.Equal((strategy, 0), (folder.Info.Strategy, folder.Info.MaxNewTokens));
        Assert.NotEmpty(folder.Info.TemplateHash);
        Assert.Equal(prediction.Plan!.Count, prediction.Sections!.Count);
    }

    [Fact]
    public async Task A_hosted_model_is_sent_the_prompt_alone_and_the_same_command_goes_on_after_a_budget()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Sample.Text("Mud", 50)));
        string[] arguments = ["-m", $"{server.Url}v1#served", "--strategy", "direct", "--concurrency", "1"];
        var suite = Suite("Write 50 words about mud ", "Write 50 words about rain", "写50字，谈海");

        var paused = await RunAsync(suite, [.. arguments, "--max-tokens", "1500"]);
        var refused = await RunAsync(suite, [.. arguments, "--seed", "5"]);
        var done = await RunAsync(suite, arguments);
        var again = await RunAsync(suite, arguments);

        Assert.Equal(ExitCodes.BudgetReached, paused.Code);
        Assert.Matches("^about 3 calls, .* tokens of prompts", paused.ErrorLines[0]);
        Assert.Equal($"stopped with 2 of 3 answers in {Out}; the same command goes on", paused.ErrorLines[^2]);
        Assert.StartsWith("paused: the budget of 1,500 tokens is used up (2,450 spent)", paused.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, refused.Code);
        Assert.Contains("holds an evaluation of something else: its seed is 0, not 5.", refused.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Done, ExitCodes.Done), (done.Code, again.Code));
        Assert.Contains("2 of 3 answers stand already", done.ErrorLines);
        Assert.Matches("^about 1 calls, ", done.ErrorLines[0]);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(["Write 50 words about mud ", "Write 50 words about rain", "写50字，谈海"], server.Requests.Select(request => (string?)Assert.Single(request.Json["messages"]!.AsArray())!["content"]));
        Assert.All(server.Requests, request => Assert.Contains("32768", request.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_stands_counts_against_a_budget()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Sample.Text("Mud", 50)));
        string[] arguments = ["-m", $"{server.Url}v1#served", "--strategy", "direct", "--concurrency", "1", "--max-tokens", "1500"];

        await RunAsync(Suite("Write 50 words about mud", "Write 50 words about rain", "Write 50 words about hay"), arguments);
        var again = await RunAsync(_folder["suite.jsonl"], arguments);

        Assert.Equal(ExitCodes.BudgetReached, again.Code);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_prompt_that_is_refused_is_a_failure_and_a_key_that_is_refused_ends_the_run()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Status(400, s_protocol.Error("this prompt is not to our liking")), Answer(Sample.Text("Mud", 50)));
        await using var closed = await LoopbackServer.StartAsync(Replies.Status(401, s_protocol.Error("who are you")));
        string[] arguments = ["--strategy", "direct", "--concurrency", "1", "-q"];
        var suite = Suite("Write 50 words about mud", "Write 50 words about rain");

        var failed = await RunAsync(suite, [.. arguments, "-m", $"{server.Url}v1#served"]);
        var retried = await RunAsync(suite, [.. arguments, "-m", $"{server.Url}v1#served"]);
        var ended = await CommandLine.RunAsync(["eval", "run", "--suite", suite, "-o", _folder["other"], .. arguments, "-m", $"{closed.Url}v1#served"]);

        Assert.Equal((ExitCodes.Model, $"1 of 2 answers in {Out}; 1 failed, see its failures.jsonl. The same command asks for them again"), (failed.Code, Assert.Single(failed.ErrorLines)));
        using var folder = EvaluationFolder.Open(Out);
        Assert.Contains("not to our liking", Assert.Single(folder.Failures).Reason, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Done, retried.Code);
        Assert.Equal(["2", "1"], folder.Predictions.Select(prediction => prediction.Id));
        Assert.Equal(ExitCodes.Model, ended.Code);
        Assert.Single(closed.Requests);
        Assert.StartsWith("stopped with 0 of 2 answers", ended.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_interrupt_the_same_command_goes_on()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var suite = Suite("Write 50 words about mud", "Write 50 words about rain", "Write 50 words about hay");
        string[] arguments = ["eval", "run", "--suite", suite, "-o", Out, "-m", BabblingModel.Save(_folder["babbler.gguf"]), "--strategy", "direct", "--max-new-tokens", "200"];
        await using var error = new CancellingWriter("1 of 3 answers", source);

        var interrupted = await CommandLine.RunAsync("", error, arguments, source.Token);
        var kept = EvaluationFolder.Open(Out).Predictions.ToList();
        var done = await CommandLine.RunAsync(arguments);

        Assert.Equal(ExitCodes.Interrupted, interrupted.Code);
        Assert.StartsWith($"interrupted with {kept.Count} of 3 answers", interrupted.ErrorLines[^1], StringComparison.Ordinal);
        Assert.InRange(kept.Count, 1, 2);
        Assert.Equal(ExitCodes.Done, done.Code);
        using var folder = EvaluationFolder.Open(Out);
        Assert.Equal(["1", "2", "3"], folder.Predictions.Select(prediction => prediction.Id));
        Assert.Equal(kept.Select(prediction => prediction.Response), folder.Predictions.Take(kept.Count).Select(prediction => prediction.Response));
        Assert.All(folder.Predictions, prediction => Assert.Equal("length", prediction.FinishReason));
        Assert.Contains("cut at its token limit", done.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_official_suite_is_fetched_to_the_cache_folder_and_the_lack_of_a_network_told()
    {
        using var error = new StringWriter();
        var around = new Surroundings(new StringReader(""), TextWriter.Null, error, new ManualTime())
        {
            Variable = name => name is "XDG_CACHE_HOME" or "XDG_CONFIG_HOME" ? _folder.Root : null,
            Fetch = (_, _) => throw new HttpRequestException("no network"),
        };

        var code = await Application.RunAsync(["eval", "run", "--suite", "ruler", "-o", Out], around, TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Usage, code);
        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("fetching https://raw.githubusercontent.com/THUDM/LongWriter/", lines[0], StringComparison.Ordinal);
        Assert.Contains("no network. Where there is no network, get the file another way and name it: --suite FILE.", lines[1], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Theory]
    [InlineData("--samples 0", "--samples 0: 1 to 1000 is possible")]
    [InlineData("--concurrency 1000", "--concurrency 1000: 1 to 256 is possible")]
    [InlineData("--limit 0", "--limit 0: give 1 or more")]
    [InlineData("--max-new-tokens 5", "--max-new-tokens goes with --strategy direct")]
    [InlineData("--strategy direct --max-new-tokens 0", "--max-new-tokens 0: 1 to 10000000 is possible")]
    [InlineData("--temperature 3", "--temperature 3: 0 to 2 is possible")]
    [InlineData("--language de", "'de'")]
    [InlineData("--suite none.jsonl", "there is no suite of that name and no such file")]
    [InlineData("--language zh", "--language zh: suite.jsonl has no prompts in it")]
    public async Task What_cannot_be_measured_is_told_before_anything_is_made(string arguments, string problem)
    {
        var suite = Suite("Write 50 words about mud");
        string[] given = arguments.Split(' ');
        string[] first = given.Contains("--suite") ? [] : ["--suite", suite];

        var outcome = await CommandLine.RunAsync(["eval", "run", .. first, "-o", Out, .. given]);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains(problem, outcome.ErrorLines[0], StringComparison.Ordinal);
        Assert.False(Directory.Exists(Out));
    }

    [Fact]
    public async Task A_broken_suite_is_located()
    {
        _folder.Write("suite.jsonl", "{\"prompt\":\"Write 50 words\",\"type\":\"a\",\"length\":50}\n{\"prompt\":\"x\"}\n");

        var outcome = await RunAsync(_folder["suite.jsonl"]);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains($"{_folder["suite.jsonl"]}: line 2: type is missing.", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_files_and_the_environment_do_not_change_what_is_measured()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LONGWRITER_TEMPERATURE"] = "1.5", ["LONGWRITER_STRATEGY"] = "parallel", ["LONGWRITER_TEMPLATE"] = "paper", ["LONGWRITER_MODEL"] = BabblingModel.Save(_folder["babbler.gguf"]) };

        var outcome = await CommandLine.RunInAsync(_folder.Root, variables, "eval", "run", "--suite", Suite("Write 50 words about mud"), "--strategy", "direct", "--max-new-tokens", "20", "-o", Out, "-q");

        Assert.Equal(ExitCodes.Done, outcome.Code);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Out, "run.json"), TestContext.Current.CancellationToken));
        Assert.Equal(0.5, json.RootElement.GetProperty("temperature").GetDouble());
        Assert.Equal(variables["LONGWRITER_MODEL"], json.RootElement.GetProperty("model").GetString());
    }

    private static Reply Answer(string text) => Replies.Stream(s_protocol.ContentType, s_protocol.Whole(new Answer(text)));

    private Task<Outcome> RunAsync(string suite, params string[] more) => CommandLine.RunAsync(["eval", "run", "--suite", suite, "-o", Out, .. more]);

    private string Suite(params string[] prompts) =>
        _folder.Write("suite.jsonl", string.Concat(prompts.Select(prompt => JsonSerializer.Serialize(new { prompt, type = "News Report", length = 4321 }) + "\n")));
}
