using System.Text.Json.Nodes;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.OpenAI;

/// <summary>Servers named by their URL.</summary>
public class CompatibleTests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new OpenAIProtocol(), address => address + "/any/path#Some/Model:8b", _ => new() { ["LONGWRITER_API_KEY"] = Wiring.Key });

    [Fact]
    public async Task The_request_is_this()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url, new ChatOptions { Seed = 7, Temperature = 1.3f, MaxOutputTokens = 900, AdditionalProperties = new() { [WriterOptions.Prefix] = (IReadOnlyList<int>)[5, 9], [WriterOptions.Run] = "0123456789abcdef" } });

        var expected = JsonNode.Parse("""{"model":"Some/Model:8b","messages":[{"role":"user","content":"Write about rivers"}],"stream":true,"stream_options":{"include_usage":true},"seed":7,"temperature":1.3,"max_tokens":900}""");
        Assert.True(JsonNode.DeepEquals(expected, Assert.Single(server.Requests).Json), server.Requests[0].Body);
    }

    [Theory]
    [InlineData("#m", "/chat/completions")]
    [InlineData("/#m", "/chat/completions")]
    [InlineData("/v1#m", "/v1/chat/completions")]
    [InlineData("/v1/#m", "/v1/chat/completions")]
    [InlineData("/V2/Some.Path/x-y_z#m", "/V2/Some.Path/x-y_z/chat/completions")]
    [InlineData("/a%20b/%E4%B8%AD#m", "/a%20b/%E4%B8%AD/chat/completions")]
    [InlineData("/deployments/d?api-version=2024-10-21#m", "/deployments/d/chat/completions?api-version=2024-10-21")]
    [InlineData("/v1/chat/completions#m", "/v1/chat/completions")]
    public async Task The_address_is_kept_as_it_is_typed(string typed, string target)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Name = address => address + typed }).StreamAsync(server.Url);

        Assert.Equal(target, Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData("LONGWRITER_API_KEY", "OPENAI_API_KEY", "Bearer of-LONGWRITER_API_KEY")]
    [InlineData("OPENAI_API_KEY", "GEMINI_API_KEY", "Bearer of-OPENAI_API_KEY")]
    [InlineData("GEMINI_API_KEY", "ANTHROPIC_API_KEY", null)]
    public async Task A_key_is_sent_where_there_is_one(string first, string second, string? header)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Variables = _ => new() { [first] = "of-" + first, [second] = "of-" + second } }).StreamAsync(server.Url);

        Assert.Equal(header, Assert.Single(server.Requests).Headers.GetValueOrDefault("Authorization"));
        Assert.DoesNotContain(Assert.Single(server.Requests).Headers, sent => header is null && sent.Value.Contains("of-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reason_to_finish_that_nobody_knows_says_that_the_answer_broke_off()
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream("text/event-stream", OpenAIProtocol.Chunk(new { content = "Rivers run." }, null) + OpenAIProtocol.Chunk(new { }, "insufficient_system_resource") + "data: [DONE]\n\n"));

        var (fault, _) = await Wiring.FaultAsync(server.Url);

        Assert.Equal(FaultKind.Transport, fault.Kind);
        Assert.Contains("insufficient_system_resource", fault.Message, StringComparison.Ordinal);
    }
}
