using System.Text.Json.Nodes;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.Anthropic;

public class AnthropicTests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new AnthropicProtocol(), _ => "anthropic/claude-sonnet-4-5", address => new() { ["ANTHROPIC_BASE_URL"] = address, ["ANTHROPIC_API_KEY"] = Wiring.Key });

    [Fact]
    public async Task The_request_is_this()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url, new ChatOptions { Seed = 7, Temperature = 1.3f, TopP = 0.9f, TopK = 40, MaxOutputTokens = 900 });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/v1/messages", "Bearer " + Wiring.Key, "2026-10-21"), (request.Method, request.Target, request.Headers["Authorization"], request.Headers["anthropic-version"]));
        var expected = JsonNode.Parse("""{"model":"claude-sonnet-4-5","messages":[{"role":"user","content":[{"type":"text","text":"Write about rivers"}]}],"stream":true,"max_tokens":900}""");
        Assert.True(JsonNode.DeepEquals(expected, request.Json), request.Body);
    }

    [Theory]
    [InlineData("claude-sonnet-4-5", null, 8192)]
    [InlineData("claude-opus-5-5", null, 24_192)]
    [InlineData("claude-opus-5-5", 900, 16_900)]
    public async Task An_answer_has_a_limit_that_a_long_plan_and_the_model_s_thoughts_fit_in(string model, int? asked, int sent)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Name = _ => "anthropic/" + model }).StreamAsync(server.Url, new ChatOptions { MaxOutputTokens = asked });

        Assert.Equal(sent, Assert.Single(server.Requests).Json["max_tokens"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("rate_limit_error", FaultKind.RateLimited)]
    [InlineData("overloaded_error", FaultKind.Server)]
    [InlineData("api_error", FaultKind.Server)]
    [InlineData("invalid_request_error", FaultKind.Rejected)]
    [InlineData("billing_error", FaultKind.Rejected)]
    [InlineData("authentication_error", FaultKind.Unauthorized)]
    [InlineData("permission_error", FaultKind.Unauthorized)]
    public async Task Errors_in_a_stream_are_told_apart_by_their_type(string type, FaultKind kind)
    {
        await using var server = await LoopbackServer.StartAsync(Replies.Stream("text/event-stream", new AnthropicProtocol().WithoutEnd(new Answer("Rivers")) + AnthropicProtocol.ErrorInStream(type, "So it is")));

        Assert.Equal(new EndpointFault(kind, "So it is"), (await Wiring.FaultAsync(server.Url)).Fault);
    }

    [Fact]
    public async Task An_answer_that_the_policy_ends_is_rejected()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Rivers ", "run ") { Finish = Finish.Policy }));

        Assert.Equal(FaultKind.Rejected, (await Wiring.FaultAsync(server.Url)).Fault.Kind);
    }
}
