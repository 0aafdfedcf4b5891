using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Fakes;
using LongWriter.Providers.Tests.Servers;
using Reply = LongWriter.Providers.Tests.Servers.Reply;

namespace LongWriter.Cli.Tests.Eval;

public sealed class JudgeCommandTests : IDisposable
{
    private const string Good = """{"Analysis": "Fair.", "Relevance": 4, "Accuracy": 4, "Coherence": 4, "Clarity": 4, "Breadth and Depth": 4, "Reading Experience": 4}""";
    private static readonly OpenAIProtocol s_protocol = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Votes_are_kept_told_and_not_paid_for_twice()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Good), Answer("Well written."), Answer("Truly."), Answer("4/5 all in all"), Answer(Good));
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.", "Two.", "Three.");

        var outcome = await JudgeAsync(server, path, "--concurrency", "1");

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal(5, server.Requests.Count);
        var name = $"{server.Url}v1#served";
        using var folder = EvaluationFolder.Open(path);
        var judgements = folder.Judgements[name];
        Assert.Equal([true, false, true], judgements.OrderBy(judgement => judgement.Id, StringComparer.Ordinal).Select(judgement => judgement.Scores is not null));
        Assert.Equal(2, judgements.Sum(judgement => judgement.Retries));
        Assert.Contains("judged 3 of 3, 1 unscored, 2 asked again", outcome.ErrorLines);
        Assert.Contains($"{name}: 2 of 3 votes scored, 2 asked again", outcome.ErrorLines);
        Assert.Contains("  unscored 1×: the judge's answer cannot be used: it holds no scores", outcome.ErrorLines);
        Assert.Contains("not comparable with published figures", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);

        Assert.Equal(ExitCodes.Done, (await JudgeAsync(server, path)).Code);
        Assert.Equal(5, server.Requests.Count);

        var more = await JudgeAsync(server, path, "--votes", "3");
        Assert.Equal(11, server.Requests.Count);
        Assert.Contains($"agreement of the votes of {name} (Krippendorff's alpha, 3 texts)", more.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_judge_gets_prompt_and_text_at_the_papers_temperature_and_never_the_length()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Good));
        var path = WrittenFolder.Create(_folder["run"], "nano", "A text about one.");

        await JudgeAsync(server, path);

        var request = Assert.Single(server.Requests).Json;
        var prompt = (string)request["messages"]![0]!["content"]!;
        Assert.Contains(">\nWrite about 1\n</request", prompt, StringComparison.Ordinal);
        Assert.Contains(">\nA text about one.\n</writing", prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("100", prompt, StringComparison.Ordinal);
        Assert.Equal(0.5, (double)request["temperature"]!);
        Assert.NotNull(request["seed"]);
    }

    [Fact]
    public async Task A_budget_pauses_and_a_larger_one_goes_on()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Good));
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.", "Two.", "Three.");

        var paused = await JudgeAsync(server, path, "--concurrency", "1", "--max-tokens", "2000");

        Assert.Equal(ExitCodes.BudgetReached, paused.Code);
        Assert.Equal(2, server.Requests.Count);
        Assert.Contains("stopped with 2 of 3 votes; the same command goes on", paused.ErrorLines);

        // What is spent counts on.
        Assert.Equal(ExitCodes.BudgetReached, (await JudgeAsync(server, path, "--max-tokens", "2400")).Code);
        Assert.Equal(2, server.Requests.Count);

        Assert.Equal(ExitCodes.Done, (await JudgeAsync(server, path, "--max-tokens", "9000")).Code);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_policy_leaves_a_text_unscored_and_a_wrong_model_ends_the_run()
    {
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.", "Two.");
        await using var strict = await LoopbackServer.StartAsync(Replies.Status(400, s_protocol.Error("This request was rejected by our content policy.")), Answer(Good));

        Assert.Equal(ExitCodes.Done, (await JudgeAsync(strict, path, "--concurrency", "1")).Code);

        using var folder = EvaluationFolder.Open(path);
        var judgements = Assert.Single(folder.Judgements).Value;
        Assert.StartsWith("the endpoint refused the text: This request was rejected", judgements.Single(judgement => judgement.Scores is null).Problem, StringComparison.Ordinal);
        Assert.Single(judgements, judgement => judgement.Scores is not null);

        await using var other = await LoopbackServer.StartAsync(Replies.Status(404, s_protocol.Error("The model served does not exist")));
        Assert.Equal(ExitCodes.Model, (await JudgeAsync(other, path, "--concurrency", "1")).Code);
        Assert.Single(other.Requests);
        Assert.Equal(2, folder.Judgements.Values.Sum(votes => votes.Count));
    }

    [Fact]
    public async Task A_template_of_ones_own_is_used_and_does_not_mix_with_another()
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Good));
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.");
        await File.WriteAllTextAsync(_folder["mine.txt"], "Rate $RESPONSE$ for $INST$", TestContext.Current.CancellationToken);

        Assert.Equal(ExitCodes.Done, (await JudgeAsync(server, path, "--judge-template", _folder["mine.txt"])).Code);
        Assert.Equal("Rate One. for Write about 1", (string?)server.Requests[0].Json["messages"]![0]!["content"]);

        var refused = await JudgeAsync(server, path);
        Assert.Equal(ExitCodes.Usage, refused.Code);
        Assert.Contains("has judged it with another prompt", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("at temperature 0.5, not 1", Assert.Single((await JudgeAsync(server, path, "--judge-template", _folder["mine.txt"], "--temperature", "1")).ErrorLines), StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Judges_that_disagree_are_told_by_their_alpha()
    {
        await using var one = await LoopbackServer.StartAsync(Answer(Good), Answer(Good.Replace('4', '2')));
        await using var two = await LoopbackServer.StartAsync(Answer(Good), Answer(Good.Replace('4', '2')));
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.", "Two.");

        var outcome = await CommandLine.RunAsync("eval", "judge", path, "--judge", $"{one.Url}v1#a", $"{two.Url}v1#b", "--concurrency", "1");

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Contains("agreement of judges (Krippendorff's alpha, 2 texts)  interval  ordinal", outcome.ErrorLines);
        Assert.Contains("  Breadth and Depth       1.000     1.000", outcome.ErrorLines);
    }

    [Theory]
    [InlineData("--votes", "0")]
    [InlineData("--votes", "101")]
    [InlineData("--concurrency", "0")]
    [InlineData("--temperature", "3")]
    [InlineData("--judge-template", "nowhere.txt")]
    public async Task A_value_that_cannot_be_used_is_told_in_one_line(string option, string value)
    {
        await using var server = await LoopbackServer.StartAsync(Answer(Good));
        var path = WrittenFolder.Create(_folder["run"], "nano", "One.");

        var outcome = await JudgeAsync(server, path, option, value);

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains(value, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_embedded_model_does_not_judge()
    {
        var outcome = await CommandLine.RunAsync("eval", "judge", WrittenFolder.Create(_folder["run"], "nano", "One."), "--judge", "nano");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("cannot judge", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_an_evaluation_is_told()
    {
        var outcome = await CommandLine.RunAsync("eval", "judge", _folder.Root, "--judge", "openai/gpt-5");

        Assert.Equal(ExitCodes.Usage, outcome.Code);
        Assert.Contains("longwriter eval run makes one", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    private static Task<Outcome> JudgeAsync(LoopbackServer server, string path, params string[] more) => CommandLine.RunAsync(["eval", "judge", path, "--judge", $"{server.Url}v1#served", .. more]);

    private static Reply Answer(string text) => Replies.Stream(s_protocol.ContentType, s_protocol.Whole(new Answer(text)));
}
