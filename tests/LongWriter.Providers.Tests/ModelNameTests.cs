using CsCheck;
using LongWriter.Fakes;

namespace LongWriter.Providers.Tests;

public class ModelNameTests
{
    private static readonly Gen<string> s_names = Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.OneOf("openai", "azure", "anthropic", "gemini", "ollama", "OpenAI", "nano", "other", ""), Gen.OneOf("/", "//", "#", ":", ""), Gen.String, (prefix, mark, rest) => prefix + mark + rest),
        Gen.Select(Gen.OneOf("http://", "https://", "HTTP://", "http:/", "https:"), Gen.OneOf("host", "localhost:8000", "[::1]", "user:secret@host", "a b", "", "host:99999", "例子"), Gen.OneOf("/v1", "/a/../b", "?key=secret", "", "/%zz"), Gen.OneOf("#m", "#", "##", "#a/b:c", "", "# m"), (scheme, host, path, model) => scheme + host + path + model),
        Gen.Select(Gen.OneOf("http://", "openai/"), Gen.String, (prefix, rest) => prefix + rest));

    private static int Times => Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 1_000_000 : 20_000;

    [Theory]
    [InlineData("openai/gpt-4.1", Provider.OpenAI, "gpt-4.1")]
    [InlineData("OpenAI/ft:gpt-4o:org::id", Provider.OpenAI, "ft:gpt-4o:org::id")]
    [InlineData("azure/my-deployment", Provider.Azure, "my-deployment")]
    [InlineData("anthropic/claude-opus-5-5", Provider.Anthropic, "claude-opus-5-5")]
    [InlineData("gemini/gemini-3.8-flash", Provider.Gemini, "gemini-3.8-flash")]
    [InlineData("ollama/hf.co/some/model:Q4_K_M", Provider.Ollama, "hf.co/some/model:Q4_K_M")]
    [InlineData(" ollama/llama3.1:8b\n", Provider.Ollama, "llama3.1:8b")]
    [InlineData("nano", Provider.Local, "nano")]
    [InlineData("model.gguf", Provider.Local, "model.gguf")]
    [InlineData("./openai/model.gguf", Provider.Local, "./openai/model.gguf")]
    [InlineData("/models/openai/model.gguf", Provider.Local, "/models/openai/model.gguf")]
    [InlineData("openai", Provider.Local, "openai")]
    [InlineData("gpt-4.1", Provider.Local, "gpt-4.1")]
    [InlineData("vendor/gpt-4.1", Provider.Local, "vendor/gpt-4.1")]
    public void A_name_is_read(string text, Provider provider, string model) => Assert.Equal(new ModelName(provider, model), ModelName.Parse(text));

    [Theory]
    [InlineData("http://localhost:8000/v1#qwen", "http://localhost:8000/v1", "qwen")]
    [InlineData("https://host/any/path/#Some/Model:8b", "https://host/any/path/", "Some/Model:8b")]
    [InlineData("https://host?api-version=1#m", "https://host/?api-version=1", "m")]
    [InlineData("HTTPS://Host/Path#a#b", "https://host/Path", "a#b")]
    public void A_URL_is_kept(string text, string url, string model)
    {
        var name = ModelName.Parse(text);

        Assert.Equal((Provider.Compatible, new Uri(url), model), (name.Provider, name.Url, name.Model));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \t", "is empty")]
    [InlineData("openai/", "openai/MODEL")]
    [InlineData("ollama/two words", "a space")]
    [InlineData("http://localhost:8000/v1", "http://localhost:8000/v1#MODEL")]
    [InlineData("http://localhost:8000/v1#", "http://localhost:8000/v1#MODEL")]
    [InlineData("http://#m", "cannot be read")]
    [InlineData("https://a b/v1#m", "cannot be read")]
    [InlineData("https://me:secret@host/v1#m", "LONGWRITER_API_KEY")]
    [InlineData("https://secret@host/v1#m", "LONGWRITER_API_KEY")]
    [InlineData("https://host/v1?key=secret", "https://host/v1#MODEL")]
    public void What_is_no_name_is_told_in_one_line_without_secrets(string text, string told)
    {
        var message = Assert.Throws<ModelSetupException>(() => ModelName.Parse(text)).Message;

        Assert.Contains(told, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Any_text_gives_a_name_or_the_one_exception()
    {
        var (read, refused) = (0, 0);
        s_names.Each(Times, text =>
        {
            try
            {
                var name = ModelName.Parse(text);
                Assert.NotEmpty(name.Model);
                Assert.Equal(name.Provider == Provider.Compatible, name.Url is not null);
                Assert.Equal(name.Provider == Provider.Compatible ? null : name, name.Provider == Provider.Compatible ? null : ModelName.Parse(name.ToString()));
                Assert.True(name.Provider != Provider.Compatible || !name.ToString().Contains("secret", StringComparison.Ordinal));
                read++;
            }
            catch (ModelSetupException e)
            {
                Assert.DoesNotContain("secret", e.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(e.Message, char.IsControl);
                refused++;
            }
        });
        Assert.InRange(read, Times / 10, Times);
        Assert.InRange(refused, Times / 10, Times);
    }
}
