using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.OpenAI;

public class AzureTests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new OpenAIProtocol(), _ => "azure/my-deployment", address => new() { ["AZURE_OPENAI_ENDPOINT"] = address + "/", ["AZURE_OPENAI_API_KEY"] = Wiring.Key });

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/openai/v1")]
    [InlineData("/openai/v1/")]
    public async Task The_deployment_is_called_by_its_name_with_the_key_in_its_own_header(string path)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Variables = address => new() { ["AZURE_OPENAI_ENDPOINT"] = address + path, ["AZURE_OPENAI_API_KEY"] = Wiring.Key } }).StreamAsync(server.Url, new ChatOptions { MaxOutputTokens = 900 });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("/openai/v1/chat/completions", Wiring.Key), (request.Target, request.Headers["api-key"]));
        Assert.False(request.Headers.ContainsKey("Authorization"));
        Assert.Equal(("my-deployment", 900), (request.Json["model"]!.GetValue<string>(), request.Json["max_completion_tokens"]!.GetValue<int>()));
    }
}
