using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Models;

namespace LongWriter.Training.Tests.Models;

public sealed class DecoderConfigTests
{
    [Fact]
    public void A_saved_configuration_reads_back_the_same()
    {
        using var folder = new TestFolder();
        var config = Tiny.Config(tied: false) with { RopeTheta = 5e5, NormEpsilon = 1e-6 };
        config.Save(folder.At("config.json"));
        var read = DecoderConfig.Load(folder.At("config.json"));
        Assert.Equal(config, read with { Source = null });
        Assert.Equal(config.ToJson(), read.ToJson());
    }

    [Fact]
    public void Fields_have_the_names_of_Hugging_Face()
    {
        using var folder = new TestFolder();
        Tiny.Config().Save(folder.At("config.json"));
        var json = JsonNode.Parse(File.ReadAllText(folder.At("config.json")))!;
        Assert.Equal("llama", (string?)json["model_type"]);
        Assert.Equal("LlamaForCausalLM", (string?)json["architectures"]![0]);
        Assert.Equal(32, (int)json["hidden_size"]!);
        Assert.Equal(2, (int)json["num_key_value_heads"]!);
        Assert.Null(json["HeadSize"]);
    }

    [Theory]
    [InlineData("model_type", "\"gpt2\"", "gpt2")]
    [InlineData("vocab_size", "0", "below 1")]
    [InlineData("hidden_size", "-32", "below 1")]
    [InlineData("num_hidden_layers", "0", "below 1")]
    [InlineData("num_attention_heads", "0", "below 1")]
    [InlineData("num_key_value_heads", "0", "below 1")]
    [InlineData("intermediate_size", "0", "below 1")]
    [InlineData("max_position_embeddings", "0", "below 1")]
    [InlineData("num_attention_heads", "3", "heads of even size")]
    [InlineData("num_attention_heads", "32", "heads of even size")]
    [InlineData("num_key_value_heads", "3", "cannot share")]
    [InlineData("hidden_size", "\"wide\"", "cannot be read")]
    [InlineData("rope_scaling", "{\"type\": \"linear\", \"factor\": 2.0}", "rope_scaling")]
    public void A_model_that_cannot_be_built_is_refused_with_the_reason(string key, string value, string reason)
    {
        using var folder = new TestFolder();
        Tiny.Config().Save(folder.At("config.json"));
        var json = JsonNode.Parse(File.ReadAllText(folder.At("config.json")))!;
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(folder.At("config.json"), json.ToJsonString());
        var error = Assert.Throws<ModelFileException>(() => DecoderConfig.Load(folder.At("config.json")));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scaling_that_is_null_is_none()
    {
        using var folder = new TestFolder();
        Tiny.Config().Save(folder.At("config.json"));
        var json = JsonNode.Parse(File.ReadAllText(folder.At("config.json")))!;
        Assert.False(json.AsObject().ContainsKey("rope_scaling"));
        json["rope_scaling"] = null;
        File.WriteAllText(folder.At("config.json"), json.ToJsonString());
        Assert.Equal(Tiny.Config().HiddenSize, DecoderConfig.Load(folder.At("config.json")).HiddenSize);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_is_no_configuration_is_refused(string content)
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("config.json"), content);
        Assert.Throws<ModelFileException>(() => DecoderConfig.Load(folder.At("config.json")));
    }

    [Fact]
    public void A_missing_file_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Throws<ModelFileException>(() => DecoderConfig.Load(folder.At("config.json")));
    }
}
