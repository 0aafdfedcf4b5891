using System.Text.Json.Nodes;
using LongWriter.Planning;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.Anthropic;

/// <summary>Whole documents against a server: what is marked, and whether the next call finds it.</summary>
public class PrefixCachingTests
{
    /// <summary>Ends of blocks that a cache looks back over.</summary>
    private const int LookBack = 20;

    private static readonly Wiring s_wiring = new(new AnthropicProtocol(), _ => "anthropic/claude-sonnet-4-5", address => new() { ["ANTHROPIC_BASE_URL"] = address, ["ANTHROPIC_API_KEY"] = Wiring.Key });

    [Fact]
    public async Task Every_section_finds_what_the_one_before_it_had_cached()
    {
        var plan = new Plan([.. Enumerable.Range(1, 12).Select(number => new PlanStep(number, $"Bend {number} of the river, seen from its own bank", 120))]);
        await using var server = await LoopbackServer.StartAsync([.. plan.Steps.Select(step => s_wiring.Whole(new Answer(Section(step.Number))))]);
        using var model = s_wiring.Open(server.Url);

        await foreach (var _ in new DocumentWriter(model.Client, new WriterOptions { MarksPrefix = true }).WriteAsync(new WritingRequest("Write about a river") { Plan = plan, Words = 1440 }, TestContext.Current.CancellationToken))
        {
        }

        var calls = server.Requests.Select(request => Blocks(request.Json)).ToList();
        Assert.Equal(12, calls.Count);
        Assert.All(calls, blocks => Assert.Equal("1h", blocks[0].Ttl));
        Assert.All(calls, blocks => Assert.Contains("Bend 12 of the river", blocks[0].Text, StringComparison.Ordinal));
        Assert.All(calls, blocks => Assert.Null(blocks[^1].Ttl));
        Assert.All(calls, blocks => Assert.True(blocks.Count(block => block.Ttl is not null) <= 4));
        foreach (var (earlier, later) in calls.Zip(calls.Skip(1)))
        {
            // All of the earlier call's blocks but its last stand in the later call, and its last mark is near enough to be found.
            Assert.Equal(earlier.SkipLast(1).Select(block => block.Text), later.Take(earlier.Count - 1).Select(block => block.Text));
            Assert.True(LastMark(later) - LastMark(earlier) < LookBack);
        }

        // Nearly all of a later prompt lies behind its last mark.
        var (last, all) = (calls[^1][..(LastMark(calls[^1]) + 1)].Sum(block => block.Text.Length), calls[^1].Sum(block => block.Text.Length));
        Assert.True(last > 0.8 * all, $"{last} of {all} characters are marked");
    }

    [Fact]
    public async Task The_prompt_is_the_same_with_and_without_marks()
    {
        var plan = new Plan([.. Enumerable.Range(1, 4).Select(number => new PlanStep(number, $"Bend {number} of the river", 120))]);
        await using var marked = await LoopbackServer.StartAsync([.. plan.Steps.Select(step => s_wiring.Whole(new Answer(Section(step.Number))))]);
        var plain = new Wiring(new OpenAIProtocol(), address => address + "#m", _ => []);
        await using var unmarked = await LoopbackServer.StartAsync([.. plan.Steps.Select(step => plain.Whole(new Answer(Section(step.Number))))]);
        foreach (var (wiring, server) in ((Wiring, LoopbackServer)[])[(s_wiring, marked), (plain, unmarked)])
        {
            using var model = wiring.Open(server.Url);
            await foreach (var _ in new DocumentWriter(model.Client, new WriterOptions { MarksPrefix = true }).WriteAsync(new WritingRequest("Write about a river") { Plan = plan, Words = 480 }, TestContext.Current.CancellationToken))
            {
            }
        }

        Assert.Equal(unmarked.Requests.Select(request => request.Json["messages"]![0]!["content"]!.GetValue<string>()), marked.Requests.Select(request => string.Concat(Blocks(request.Json).Select(block => block.Text))));
    }

    [Fact]
    public async Task All_calls_of_a_run_have_one_key_and_other_runs_have_others()
    {
        var openai = new Wiring(new OpenAIProtocol(), _ => "openai/gpt-4.1", address => new() { ["OPENAI_BASE_URL"] = address, ["OPENAI_API_KEY"] = Wiring.Key });
        var plan = new Plan([.. Enumerable.Range(1, 3).Select(number => new PlanStep(number, $"Bend {number} of the river", 120))]);
        var keys = new List<string>();
        foreach (var seed in (long[])[1, 1, 2])
        {
            await using var server = await LoopbackServer.StartAsync([.. plan.Steps.Select(step => openai.Whole(new Answer(Section(step.Number))))]);
            using var model = openai.Open(server.Url);
            await foreach (var _ in new DocumentWriter(model.Client, new WriterOptions { MarksPrefix = true }).WriteAsync(new WritingRequest("Write about a river") { Plan = plan, Words = 360, Seed = seed }, TestContext.Current.CancellationToken))
            {
            }

            keys.Add(Assert.Single(server.Requests.Select(request => request.Json["prompt_cache_key"]!.GetValue<string>()).Distinct()));
        }

        Assert.Equal(keys[0], keys[1]);
        Assert.NotEqual(keys[0], keys[2]);
    }

    [Fact]
    public async Task A_conversation_is_marked_at_its_first_message_and_before_its_question()
    {
        await using var server = await LoopbackServer.StartAsync(s_wiring.Whole(new Answer("Text")));
        using var model = s_wiring.Open(server.Url);
        ChatMessage[] messages = [new(ChatRole.User, "one"), new(ChatRole.Assistant, "two"), new(ChatRole.User, "three"), new(ChatRole.Assistant, "four"), new(ChatRole.User, "five")];

        await model.Client.GetResponseAsync(messages, new ChatOptions { AdditionalProperties = new() { [WriterOptions.Run] = "0123456789abcdef", [WriterOptions.Prefix] = (IReadOnlyList<int>)[2, 3] } }, TestContext.Current.CancellationToken);

        var sent = Assert.Single(server.Requests).Json["messages"]!.AsArray().Select(message => (message!["role"]!.GetValue<string>(), message["content"]![0]!["text"]!.GetValue<string>(), message["content"]![0]!["cache_control"]?["ttl"]?.GetValue<string>()));
        Assert.Equal([("user", "one", "1h"), ("assistant", "two", null), ("user", "three", null), ("assistant", "four", "5m"), ("user", "five", null)], sent);
    }

    private static string Section(int number) => $"Bend {number}\n\n" + string.Join("\n\n", Enumerable.Range(1, 6).Select(paragraph => string.Join(' ', Enumerable.Range(1, 20).Select(word => $"{"abcdefghijkl"[number - 1]}{"mnopqr"[paragraph - 1]}{"stuvwxyzabcdefghijkl"[word - 1]}ing")) + "."));

    private static int LastMark(List<(string Text, string? Ttl)> blocks) => blocks.FindLastIndex(block => block.Ttl is not null);

    private static List<(string Text, string? Ttl)> Blocks(JsonNode request) =>
        [.. request["messages"]![0]!["content"]!.AsArray().Select(block => (block!["text"]!.GetValue<string>(), block["cache_control"]?["ttl"]?.GetValue<string>()))];
}
