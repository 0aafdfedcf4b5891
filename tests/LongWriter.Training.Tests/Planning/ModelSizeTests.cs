using LongWriter.Formats;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Planning;

namespace LongWriter.Training.Tests.Planning;

public sealed class ModelSizeTests
{
    private const string Llama8B = """{"model_type": "llama", "hidden_size": 4096, "intermediate_size": 14336, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8, "vocab_size": 128256, "tie_word_embeddings": false, "rope_scaling": {"factor": 8.0}}""";
    private const string Glm9B = """{"model_type": "chatglm", "hidden_size": 4096, "ffn_hidden_size": 13696, "num_attention_heads": 32, "num_layers": 40, "multi_query_group_num": 2, "kv_channels": 128, "padded_vocab_size": 151552, "add_qkv_bias": true, "tie_word_embeddings": false}""";
    private const string Qwen05B = """{"model_type": "qwen2", "hidden_size": 896, "intermediate_size": 4864, "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2, "vocab_size": 151936, "tie_word_embeddings": true}""";

    [Theory]
    [InlineData(Llama8B, 8_030_261_248)]
    [InlineData(Glm9B, 9_399_951_360)]
    [InlineData(Qwen05B, 494_032_768)]
    public void Weights_are_counted_as_published(string config, long weights)
    {
        using var folder = new TestFolder();
        Assert.Equal(weights, ModelSize.Load(folder.Lines("config.json", config)).Weights);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void Weights_are_those_of_the_model_that_is_built(bool tied, int keyValueHeads)
    {
        using var folder = new TestFolder();
        var config = Tiny.Config(keyValueHeads, tied);
        config.Save(folder.At(LlamaCheckpoint.Config));
        Assert.Equal(LlamaParameters.Initialise(config, 1).Count, ModelSize.Load(folder.Root).Weights);
    }

    [Fact]
    public void A_missing_size_is_named()
    {
        using var folder = new TestFolder();
        Assert.Contains("num_hidden_layers", Assert.Throws<ModelFileException>(() => ModelSize.Load(folder.Lines("config.json", Llama8B.Replace("num_hidden_layers", "layers", StringComparison.Ordinal)))).Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => ModelSize.Load(folder.At("none.json")));
    }

    [Fact]
    public void Eight_billion_weights_take_96_GB_of_the_host()
    {
        using var folder = new TestFolder();
        var plan = new ClusterPlan(ModelSize.Load(folder.Lines("config.json", Llama8B)), 32_768, 8);
        Assert.Equal(96.4, plan.HostStates / 1e9, 1);
        Assert.True(plan.Gpu(chunked: true) < plan.Gpu(chunked: false) - 30e9);
    }

    [Fact]
    public void Recomputing_saves_more_the_more_layers_there_are()
    {
        using var folder = new TestFolder();
        long Saved(int layers)
        {
            (Tiny.Config() with { Layers = layers }).Save(folder.At(LlamaCheckpoint.Config));
            var plan = new HostPlan(ModelSize.Load(folder.Root), 8192, 1, 2);
            return plan.Total(recompute: false) - plan.Total(recompute: true);
        }

        Assert.True(Saved(8) > 3 * Saved(3) && Saved(3) > 0);
    }
}
