using LongWriter.Formats;

namespace LongWriter.Providers.Tests;

public class ModelCatalogTests
{
    [Theory]
    [InlineData("openai/gpt-4.1", "OPENAI_API_KEY")]
    [InlineData("azure/my-deployment", "AZURE_OPENAI_ENDPOINT")]
    [InlineData("anthropic/claude-opus-5-5", "ANTHROPIC_API_KEY")]
    [InlineData("gemini/gemini-3.8-flash", "GEMINI_API_KEY or GOOGLE_API_KEY")]
    public void A_missing_variable_is_named_in_one_line(string model, string variable)
    {
        foreach (var value in (string?[])[null, "", " \t"])
        {
            var message = Assert.Throws<ModelSetupException>(() => ModelCatalog.Open(model, _ => value)).Message;

            Assert.StartsWith(model, message, StringComparison.Ordinal);
            Assert.EndsWith("set " + variable, message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai/m", "OPENAI_API_KEY")]
    [InlineData("azure/m", "AZURE_OPENAI_API_KEY")]
    [InlineData("anthropic/m", "ANTHROPIC_API_KEY")]
    [InlineData("gemini/m", "GOOGLE_API_KEY")]
    [InlineData("http://127.0.0.1:9/v1#m", "LONGWRITER_API_KEY")]
    public void A_key_that_no_header_can_carry_is_not_repeated(string model, string variable)
    {
        foreach (var key in (string[])["sk-secret\nvalue", "sk secret", "“sk-secret”", "sk-secret\0", "sk-sécret-secret"])
        {
            var thrown = Assert.Throws<ModelSetupException>(() => ModelCatalog.Open(model, asked => asked == variable ? key : asked == "AZURE_OPENAI_ENDPOINT" ? "https://host" : null));

            Assert.Contains(variable, thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", thrown.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai/m", "OPENAI_BASE_URL")]
    [InlineData("azure/m", "AZURE_OPENAI_ENDPOINT")]
    [InlineData("anthropic/m", "ANTHROPIC_BASE_URL")]
    [InlineData("gemini/m", "GOOGLE_GEMINI_BASE_URL")]
    public void An_address_that_cannot_be_used_is_not_repeated(string model, string variable)
    {
        foreach (var address in (string[])["secret", "ftp://secret", "http://", "https://me:secret@host", "//secret/v1"])
        {
            var thrown = Assert.Throws<ModelSetupException>(() => ModelCatalog.Open(model, asked => asked == variable ? address : "sk-key"));

            Assert.Contains(variable, thrown.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", thrown.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai/gpt-4.1", Provider.OpenAI, "https://api.openai.com/v1", "gpt-4.1", 1_047_576)]
    [InlineData("anthropic/claude-opus-5-5", Provider.Anthropic, "https://api.anthropic.com/", "claude-opus-5-5", 984_000)]
    [InlineData("gemini/gemini-3.8-flash", Provider.Gemini, "https://generativelanguage.googleapis.com/v1beta/openai", "gemini-3.8-flash", 1_032_576)]
    [InlineData("ollama/qwen2.5", Provider.Ollama, "http://127.0.0.1:11434/", "qwen2.5", 32_768)]
    [InlineData("https://host/path?key=1#never-heard-of", Provider.Compatible, "https://host/path", "never-heard-of", null)]
    public void A_model_is_opened_without_a_call(string name, Provider provider, string address, string model, int? context)
    {
        using var opened = ModelCatalog.Open(name, variable => variable.EndsWith("_KEY", StringComparison.Ordinal) ? "sk-key" : null);

        Assert.Equal((new Endpoint(provider, new Uri(address)), model, context, false), (opened.Endpoint, opened.Name, opened.Context?.Tokens, opened.IsEmbedded));
        Assert.NotNull(opened.Faults);
    }

    [Fact]
    public void Models_of_one_server_share_an_endpoint_and_those_of_others_do_not()
    {
        var endpoints = ((string[])["http://host/v1#a", "http://host/v1?x=1#b", "http://host/v2#a", "https://host/v1#a"]).Select(Endpoint).ToList();

        Assert.Equal(endpoints[0], endpoints[1]);
        Assert.Equal(3, endpoints.Distinct().Count());

        static Endpoint? Endpoint(string name)
        {
            using var model = ModelCatalog.Open(name, _ => null);
            return model.Endpoint;
        }
    }

    [Fact]
    public void What_is_no_model_is_told_with_the_forms_there_are()
    {
        var message = Assert.Throws<ModelSetupException>(() => ModelCatalog.Open("gpt-9", _ => null)).Message;

        Assert.Contains("gpt-9: is neither a model file nor the name of a model", message, StringComparison.Ordinal);
        Assert.All((string[])["nano", "openai/MODEL", "azure/MODEL", "anthropic/MODEL", "gemini/MODEL", "ollama/MODEL", "http://HOST/PATH#MODEL"], form => Assert.Contains(form, message, StringComparison.Ordinal));
        Assert.Throws<ModelFileException>(() => ModelCatalog.Open("none.gguf", _ => null));
    }
}
