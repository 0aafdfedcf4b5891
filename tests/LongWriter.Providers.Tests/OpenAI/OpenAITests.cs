using System.Text.Json.Nodes;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.OpenAI;

public class OpenAITests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new OpenAIProtocol(), _ => "openai/gpt-4.1", address => new() { ["OPENAI_BASE_URL"] = address + "/v1", ["OPENAI_API_KEY"] = Wiring.Key });

    [Fact]
    public async Task The_request_is_this()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url, new ChatOptions { Seed = 7, Temperature = 0.5f, MaxOutputTokens = 900, AdditionalProperties = new() { [WriterOptions.Prefix] = (IReadOnlyList<int>)[5, 9], [WriterOptions.Run] = "0123456789abcdef" } });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/chat/completions", "Bearer " + Wiring.Key), (request.Method, request.Target, request.Headers["Authorization"]));
        var expected = JsonNode.Parse("""
            {"model":"gpt-4.1","messages":[{"role":"user","content":"Write about rivers"}],"stream":true,"stream_options":{"include_usage":true},
             "seed":7,"temperature":0.5,"max_completion_tokens":900,"prompt_cache_key":"0123456789abcdef"}
            """);
        Assert.True(JsonNode.DeepEquals(expected, request.Json), request.Body);
    }

    [Fact]
    public async Task Without_options_nothing_is_set()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url);

        var expected = JsonNode.Parse("""{"model":"gpt-4.1","messages":[{"role":"user","content":"Write about rivers"}],"stream":true,"stream_options":{"include_usage":true}}""");
        Assert.True(JsonNode.DeepEquals(expected, Assert.Single(server.Requests).Json), server.Requests[0].Body);
    }

    [Fact]
    public async Task A_model_that_thinks_gets_room_for_it_and_no_temperature()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Name = _ => "openai/gpt-5-mini" }).StreamAsync(server.Url, new ChatOptions { Temperature = 0.5f, TopP = 0.9f, MaxOutputTokens = 900 });

        var json = Assert.Single(server.Requests).Json;
        Assert.Equal(16_900, json["max_completion_tokens"]!.GetValue<int>());
        Assert.Null(json["temperature"]);
        Assert.Null(json["top_p"]);
    }

    [Theory]
    [InlineData(429, "insufficient_quota", FaultKind.Rejected)]
    [InlineData(429, "rate_limit_exceeded", FaultKind.RateLimited)]
    [InlineData(400, "context_length_exceeded", FaultKind.Rejected)]
    [InlineData(400, "content_filter", FaultKind.Rejected)]
    [InlineData(400, "invalid_api_key", FaultKind.Unauthorized)]
    [InlineData(503, null, FaultKind.Server)]
    public async Task Its_codes_win_over_the_status(int status, string? code, FaultKind kind)
    {
        var body = new JsonObject { ["error"] = new JsonObject { ["message"] = "So it is", ["type"] = "invalid_request_error", ["param"] = null, ["code"] = code } };
        await using var server = await LoopbackServer.StartAsync(Replies.Status(status, body.ToJsonString()));

        Assert.Equal(new EndpointFault(kind, "So it is", status), (await Wiring.FaultAsync(server.Url)).Fault);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Too many","type":"requests","code":"rate_limit_exceeded"}}""", FaultKind.RateLimited, null)]
    [InlineData("""{"error":{"message":"Too many","code":429}}""", FaultKind.RateLimited, 429)]
    [InlineData("""{"error":{"message":"Too many","code":502},"choices":[]}""", FaultKind.Server, 502)]
    [InlineData("""{"error":{"message":"Too many","type":"server_error"}}""", FaultKind.Server, null)]
    public async Task Errors_in_a_stream_are_told_apart_by_what_they_say(string error, FaultKind kind, int? status)
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream("text/event-stream", OpenAIProtocol.Chunk(new { content = "Rivers" }, null) + $"data: {error}\n\n"));

        Assert.Equal(new EndpointFault(kind, "Too many", status), (await Wiring.FaultAsync(server.Url)).Fault);
    }

    [Fact]
    public async Task An_answer_that_the_policy_ends_is_rejected()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Rivers ", "run ") { Finish = Finish.Policy }));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal(FaultKind.Rejected, fault.Kind);
        Assert.Contains("policy", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thoughts_are_no_part_of_the_text()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream("text/event-stream", OpenAIProtocol.Chunk(new { reasoning_content = "Let me see. " }, null) + new OpenAIProtocol().Whole(new Answer("Rivers run."))));

        Assert.Equal("Rivers run.", (await Wiring.StreamAsync(server.Url)).Text());
    }
}
