using System.Text.Json;
using LongWriter.Fakes;
using LongWriter.Providers.Tests.Servers;
using Reply = LongWriter.Providers.Tests.Servers.Reply;

namespace LongWriter.Cli.Tests;

/// <summary>From the arguments to the saved file with a model behind a URL: a server on loopback that speaks OpenAI's chat completions.</summary>
public sealed class HostedModelTests : IDisposable
{
    private const string Instruction = "Write 600 words about the sea";
    private static readonly OpenAIProtocol s_protocol = new();
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_document_is_written_and_what_it_takes_is_told_before()
    {
        await using var server = await ServeAsync();

        var outcome = await WriteAsync(server, "-o", _folder["sea.md"], "--json");

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Matches("^about [0-9]+ calls, .* tokens of prompts .*, .* written$", outcome.ErrorLines[0]);
        Assert.Equal(["/v1/chat/completions"], server.Requests.Select(request => request.Target).Distinct());
        Assert.Equal(3, server.Requests.Count);
        var text = await File.ReadAllTextAsync(_folder["sea.md"], TestContext.Current.CancellationToken);
        Assert.StartsWith("# The sea\n\n## ", text, StringComparison.Ordinal);
        using var result = JsonDocument.Parse(outcome.Output);
        Assert.Equal((3600, 75), (result.RootElement.GetProperty("tokens").GetProperty("prompt").GetInt32(), result.RootElement.GetProperty("tokens").GetProperty("completion").GetInt32()));
    }

    [Fact]
    public async Task As_a_conversation_the_text_goes_along_as_the_models_own_turns()
    {
        await using var server = await ServeAsync();

        await WriteAsync(server, "--layout", "dialogue", "-q");

        Assert.Equal(["user", "assistant", "user"], server.Requests[^1].Json["messages"]!.AsArray().Select(message => (string?)message!["role"]));
        Assert.Equal(Section(1), (string?)server.Requests[^1].Json["messages"]![1]!["content"]);
    }

    [Fact]
    public async Task A_budget_pauses_the_run_and_a_larger_one_goes_on_with_it()
    {
        await using var server = await ServeAsync();

        var paused = await WriteAsync(server, "-o", _folder["sea.md"], "--max-tokens", "2000");

        Assert.Equal(ExitCodes.BudgetReached, paused.Code);
        Assert.Equal(2, server.Requests.Count);
        Assert.StartsWith("paused: the budget of 2,000 tokens is used up (2,450 spent)", paused.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Contains(Section(1).Split('\n')[0], await File.ReadAllTextAsync(_folder["sea.md"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var run = paused.ErrorLines[^2]["go on with: longwriter resume ".Length..];

        // What is spent counts on.
        Assert.Equal(ExitCodes.BudgetReached, (await CommandLine.RunAsync("resume", run, "--max-tokens", "2100")).Code);
        Assert.Equal(2, server.Requests.Count);

        Assert.Equal(ExitCodes.Done, (await CommandLine.RunAsync("resume", run, "--max-tokens", "9000")).Code);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_cost_cannot_be_limited_where_the_price_is_unknown_until_the_user_states_it()
    {
        await using var server = await ServeAsync();
        var config = Directory.CreateDirectory(Path.Combine(_folder.Root, "longwriter"));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_CONFIG_HOME"] = _folder.Root };
        Task<Outcome> RunAsync(LoopbackServer at, params string[] more) => CommandLine.RunInAsync(_folder.Root, variables, ["write", Instruction, "-m", $"{at.Url}v1#served", .. more]);

        var refused = await RunAsync(server, "--max-cost", "1");

        Assert.Equal(ExitCodes.Usage, refused.Code);
        Assert.Contains("the price of", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(server.Requests);

        // 1,200 tokens of a prompt and 25 of an answer then cost 0.00125 each call.
        await File.WriteAllTextAsync(Path.Combine(config.FullName, "prices.json"), """{ "currency": "USD", "prices": [{ "model": "served", "input": 1, "output": 2 }] }""", TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.BudgetReached, (await RunAsync(server, "--max-cost", "0.002")).Code);
        Assert.Equal(2, server.Requests.Count);
        await using var another = await ServeAsync();
        var told = await RunAsync(another, "--max-cost", "1");
        Assert.Equal(ExitCodes.Done, told.Code);
        Assert.Contains(" USD, ", told.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_edit_of_its_plan_a_run_is_asked_only_for_what_depends_on_it()
    {
        await using var server = await ServeAsync();
        var run = JsonDocument.Parse((await WriteAsync(server, "--json", "-q")).Output).RootElement.GetProperty("run").GetString()!;
        Assert.Equal(ExitCodes.Done, (await CommandLine.RunAsync("runs", "export", run, "--plan", "-o", _folder["sea.plan"])).Code);
        var plan = await File.ReadAllTextAsync(_folder["sea.plan"], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_folder["sea.plan"], plan.Replace("Point B", "What the tide brings", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var outcome = await WriteAsync(server, "--plan", _folder["sea.plan"], "--from", run);

        Assert.Equal(ExitCodes.Done, outcome.Code);
        Assert.Equal(4, server.Requests.Count);
        Assert.Contains("What the tide brings", server.Requests[^1].Body, StringComparison.Ordinal);
        Assert.Contains(Section(1), outcome.Output.Replace("## ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        var other = await CommandLine.RunAsync("write", "Write 600 words about mud", "-m", $"{server.Url}v1#served", "--plan", _folder["sea.plan"], "--from", run);
        Assert.Equal(ExitCodes.Usage, other.Code);
        Assert.Contains("was asked for something else", other.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai/gpt-5", "OPENAI_API_KEY")]
    [InlineData("anthropic/claude-sonnet-5", "ANTHROPIC_API_KEY")]
    [InlineData("gemini/gemini-2.5-pro", "GEMINI_API_KEY")]
    public async Task Without_a_key_one_line_names_the_variable(string model, string variable)
    {
        var outcome = await CommandLine.RunAsync("write", Instruction, "-m", model);

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Contains(variable, Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_is_refused_ends_the_run_at_once_and_is_not_repeated()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Status(401, s_protocol.Error("Incorrect API key provided: secret-0123456789")));
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["LONGWRITER_API_KEY"] = "secret-0123456789" };

        var outcome = await CommandLine.RunInAsync(_folder.Root, variables, "write", Instruction, "-m", $"{server.Url}v1#served", "-q");

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Single(server.Requests);
        Assert.DoesNotContain("secret", outcome.Error, StringComparison.Ordinal);
        Assert.StartsWith("error: ", outcome.ErrorLines[^1], StringComparison.Ordinal);
    }

    private static Task<Outcome> WriteAsync(LoopbackServer server, params string[] more) => CommandLine.RunAsync(["write", Instruction, "-m", $"{server.Url}v1#served", .. more]);

    /// <summary>Answers with a plan of two sections, then with a new section each time.</summary>
    private static Task<LoopbackServer> ServeAsync() => LoopbackServer.StartAsync([Answer(Sample.Plan(300, 300).ToString()), .. Enumerable.Range(1, 9).Select(number => Answer(Section(number)))]);

    private static string Section(int number) => Sample.Text($"Word{(char)('a' + number)}", 300);

    private static Reply Answer(string text) => Replies.Stream(s_protocol.ContentType, s_protocol.Whole(new Answer(text)));
}
