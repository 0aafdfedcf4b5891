using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Models;

namespace LongWriter.Training.Tests.Models;

public sealed class FamilyConfigTests
{
    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void A_file_that_is_read_and_written_says_the_same_and_keeps_what_is_not_understood(string family)
    {
        var before = JsonNode.Parse(Families.Configs[family])!.AsObject();
        var after = JsonNode.Parse(Families.Config(family).ToJson())!.AsObject();
        foreach (var (key, value) in before)
        {
            Assert.Equal(value?.ToJsonString(), after[key]?.ToJsonString());
        }

        Assert.Contains("eos_token_id", after.Select(entry => entry.Key));
    }

    [Fact]
    public void A_changed_size_is_written_in_the_familys_own_names()
    {
        var json = JsonNode.Parse((Families.Config("chatglm") with { VocabSize = 320, ContextLength = 32 }).ToJson())!;
        Assert.Equal(320, (int)json["padded_vocab_size"]!);
        Assert.Equal(32, (int)json["seq_length"]!);
        Assert.Null(json["vocab_size"]);
    }

    [Fact]
    public void Glm_rotates_half_a_head_at_a_base_times_its_ratio()
    {
        var config = Families.Config("chatglm");
        Assert.Equal(5e6, config.RopeTheta);
        Assert.Equal(4, config.RotaryDimensions);
        Assert.Equal([1, 1 / Math.Sqrt(5e6)], config.Frequencies.Select(value => Math.Round(value, 15)), (one, two) => Math.Abs(one - two) < 1e-12);
    }

    [Fact]
    public void The_scaling_of_Llama_3_1_is_that_of_the_published_values()
    {
        // Llama-3.1-8B: base 500,000, 128 floats a head, factor 8, bounds 1 and 4 of 8,192 positions.
        var scaling = new RotaryScaling(8, 1, 4, 8192);
        Assert.Equal(1, scaling.Divisor(2 * Math.PI / 2047));
        Assert.Equal(8, scaling.Divisor(2 * Math.PI / 8193));
        Assert.Equal(8 / (1 + (7 / 3.0)), scaling.Divisor(2 * Math.PI / 4096), 1e-12);
    }

    [Fact]
    public void What_transformers_5_keeps_in_one_object_is_read_and_stays_there()
    {
        var json = JsonNode.Parse(Families.Configs["llama3.1"])!.AsObject();
        var parameters = json["rope_scaling"]!.DeepClone().AsObject();
        parameters["rope_theta"] = 500.0;
        json.Remove("rope_scaling");
        json.Remove("rope_theta");
        json["rope_parameters"] = parameters;
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("config.json"), json.ToJsonString());
        var read = DecoderConfig.Load(folder.At("config.json"));
        Assert.Equal(Families.Config("llama3.1") with { Source = null }, read with { Source = null });
        var written = JsonNode.Parse(read.ToJson())!.AsObject();
        Assert.False(written.ContainsKey("rope_theta"));
        Assert.False(written.ContainsKey("rope_scaling"));
    }

    [Theory]
    [InlineData("llama", "attention_bias", "true", "attention_bias")]
    [InlineData("llama", "hidden_act", "\"gelu\"", "gelu")]
    [InlineData("llama", "torch_dtype", "\"float8\"", "float8")]
    [InlineData("llama", "rope_theta", "0", "rope_theta")]
    [InlineData("llama3.1", "rope_scaling", "{\"rope_type\": \"llama3\", \"factor\": 8.0}", "low_freq_factor")]
    [InlineData("mistral", "sliding_window", "32", "window of 32")]
    [InlineData("qwen2", "use_sliding_window", "true", "use_sliding_window")]
    [InlineData("qwen2", "rope_scaling", "{\"type\": \"yarn\", \"factor\": 4.0}", "yarn")]
    [InlineData("qwen3", "attention_bias", "true", "attention_bias")]
    [InlineData("glm", "partial_rotary_factor", "0.1", "no even part")]
    [InlineData("glm4", "partial_rotary_factor", "0.1", "no even part")]
    [InlineData("chatglm", "add_bias_linear", "true", "add_bias_linear")]
    [InlineData("chatglm", "multi_query_group_num", "3", "cannot share")]
    [InlineData("chatglm", "num_layers", "null", "'num_layers' is missing")]
    public void A_model_that_would_compute_something_else_is_refused(string family, string key, string value, string reason)
    {
        using var folder = new TestFolder();
        var json = JsonNode.Parse(Families.Configs[family])!;
        json[key] = JsonNode.Parse(value);
        File.WriteAllText(folder.At("config.json"), json.ToJsonString());
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => DecoderConfig.Load(folder.At("config.json"))).Message, StringComparison.Ordinal);
    }
}
