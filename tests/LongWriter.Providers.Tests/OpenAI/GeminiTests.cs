using System.Text.Json.Nodes;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.OpenAI;

public class GeminiTests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new OpenAIProtocol(), _ => "gemini/gemini-2.0-flash", address => new() { ["GOOGLE_GEMINI_BASE_URL"] = address, ["GEMINI_API_KEY"] = Wiring.Key });

    [Fact]
    public async Task The_request_holds_no_field_that_Google_does_not_know()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url, new ChatOptions { Seed = 7, Temperature = 1.2f, MaxOutputTokens = 900, AdditionalProperties = new() { [WriterOptions.Prefix] = (IReadOnlyList<int>)[5, 9], [WriterOptions.Run] = "0123456789abcdef" } });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("/v1beta/openai/chat/completions", "Bearer " + Wiring.Key), (request.Target, request.Headers["Authorization"]));
        var expected = JsonNode.Parse("""{"model":"gemini-2.0-flash","messages":[{"role":"user","content":"Write about rivers"}],"stream":true,"stream_options":{"include_usage":true},"temperature":1.2,"max_tokens":900}""");
        Assert.True(JsonNode.DeepEquals(expected, request.Json), request.Body);
    }

    [Fact]
    public async Task The_other_variable_for_the_key_is_read_as_well()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Variables = address => new() { ["GOOGLE_GEMINI_BASE_URL"] = address, ["GOOGLE_API_KEY"] = Wiring.Key } }).StreamAsync(server.Url);

        Assert.Equal("Bearer " + Wiring.Key, Assert.Single(server.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task Its_errors_come_in_an_array_and_say_how_long_to_wait()
    {
        const string Body = """[{"error":{"code":429,"message":"Quota exceeded","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}]""";
        await using var server = await LoopbackServer.StartAsync(Replies.Status(429, Body));

        Assert.Equal(new EndpointFault(FaultKind.RateLimited, "Quota exceeded", 429, TimeSpan.FromSeconds(34.5)), (await Wiring.FaultAsync(server.Url)).Fault);
    }

    [Fact]
    public async Task A_wrong_key_comes_as_a_bad_request_and_is_known_by_its_reason()
    {
        const string Body = """[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}]""";
        await using var server = await LoopbackServer.StartAsync(Replies.Status(400, Body));

        Assert.Equal(new EndpointFault(FaultKind.Unauthorized, "API key not valid", 400), (await Wiring.FaultAsync(server.Url)).Fault);
    }

    [Fact]
    public async Task Counts_that_come_with_every_piece_are_running_totals()
    {
        var usage = (int completion) => new { prompt_tokens = 500, completion_tokens = completion, total_tokens = 500 + completion };
        await using var server = await LoopbackServer.StartAsync(Replies.Stream("text/event-stream", OpenAIProtocol.Chunk(new { content = "Rivers " }, null, usage(3)) + OpenAIProtocol.Chunk(new { content = "run." }, "stop", usage(8)) + "data: [DONE]\n\n"));

        var counted = (await Wiring.StreamAsync(server.Url)).Usage();

        Assert.Equal((500, 8), (counted.InputTokenCount, counted.OutputTokenCount));
    }
}
