using System.Text.Json.Nodes;
using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests.Ollama;

public class OllamaTests : ProviderTests
{
    private protected override Wiring Wiring { get; } = new(new OllamaProtocol(), _ => "ollama/hf.co/some/model:Q4_K_M", address => new() { ["OLLAMA_HOST"] = address });

    [Fact]
    public async Task The_request_is_this()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await Wiring.StreamAsync(server.Url, new ChatOptions { Seed = 7, Temperature = 0.5f, MaxOutputTokens = 900, AdditionalProperties = new() { [WriterOptions.Run] = "0123456789abcdef" } });

        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/api/chat"), (request.Method, request.Target));
        var expected = JsonNode.Parse("""{"model":"hf.co/some/model:Q4_K_M","messages":[{"role":"user","content":"Write about rivers"}],"stream":true,"options":{"seed":7,"temperature":0.5,"num_predict":900,"num_ctx":8192},"CustomHeaders":{}}"""); // the last is the library's own
        Assert.True(JsonNode.DeepEquals(expected, request.Json), request.Body);
    }

    [Theory]
    [InlineData("qwen2.5:7b", null, 32_768)]
    [InlineData("llama3.1:8b", null, 32_768)]
    [InlineData("llama3:8b", null, 8192)]
    [InlineData("phi3", null, 4096)]
    [InlineData("never-heard-of", null, 8192)]
    [InlineData("llama3.1:8b", "65536", 65_536)]
    public async Task The_context_is_asked_for_and_is_the_model_s(string model, string? asked, int context)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));
        var wiring = Wiring with { Name = _ => "ollama/" + model, Variables = address => asked is null ? new() { ["OLLAMA_HOST"] = address } : new() { ["OLLAMA_HOST"] = address, ["OLLAMA_CONTEXT_LENGTH"] = asked } };

        await wiring.StreamAsync(server.Url);

        Assert.Equal(context, Assert.Single(server.Requests).Json["options"]!["num_ctx"]!.GetValue<int>());
        using var opened = wiring.Open(server.Url);
        Assert.Equal(context, opened.Context!.Tokens);
    }

    [Fact]
    public async Task A_model_that_thinks_gets_room_for_it()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));
        var wiring = Wiring with { Name = _ => "ollama/qwen3:8b" };

        await wiring.StreamAsync(server.Url, new ChatOptions { MaxOutputTokens = 900 });

        var sent = Assert.Single(server.Requests).Json["options"]!;
        using var opened = wiring.Open(server.Url);
        Assert.Equal((32_768, 16_900, 16_768), (sent["num_ctx"]!.GetValue<int>(), sent["num_predict"]!.GetValue<int>(), opened.Context!.Tokens));
    }

    [Fact]
    public async Task A_path_before_the_api_is_kept()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(new Answer("Text")));

        await (Wiring with { Variables = address => new() { ["OLLAMA_HOST"] = address + "/behind/a/proxy" } }).StreamAsync(server.Url);

        Assert.Equal("/behind/a/proxy/api/chat", Assert.Single(server.Requests).Target);
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:11434/")]
    [InlineData("", "http://127.0.0.1:11434/")]
    [InlineData("box", "http://box:11434/")]
    [InlineData("box/path", "http://box:11434/path/")]
    [InlineData("box:80", "http://box/")]
    [InlineData("0.0.0.0", "http://127.0.0.1:11434/")]
    [InlineData("0.0.0.0:9000", "http://127.0.0.1:9000/")]
    [InlineData(":9000", "http://127.0.0.1:9000/")]
    [InlineData("https://ollama.example", "https://ollama.example/")]
    [InlineData("http://[::1]:11434", "http://[::1]:11434/")]
    public void The_host_is_read_as_the_server_s_own_tools_read_it(string? host, string address)
    {
        using var model = ModelCatalog.Open("ollama/m", variable => variable == "OLLAMA_HOST" ? host : null);

        Assert.Equal(new Endpoint(Provider.Ollama, new Uri(address)), model.Endpoint);
    }

    [Theory]
    [InlineData("OLLAMA_HOST", "ftp://box")]
    [InlineData("OLLAMA_HOST", "http://user:secret@box")]
    [InlineData("OLLAMA_HOST", "box:port")]
    [InlineData("OLLAMA_HOST", "http://")]
    [InlineData("OLLAMA_CONTEXT_LENGTH", "long")]
    [InlineData("OLLAMA_CONTEXT_LENGTH", "-1")]
    public void A_variable_that_cannot_be_used_is_named_and_its_value_is_not(string variable, string value)
    {
        var thrown = Assert.Throws<ModelSetupException>(() => ModelCatalog.Open("ollama/m", asked => asked == variable ? value : null));

        Assert.Contains(variable, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", thrown.Message, StringComparison.Ordinal);
    }
}
