using LongWriter.Formats.Gguf;
using LongWriter.Inference.Model;
using LongWriter.Training.Export;
using LongWriter.Training.Models;
using LongWriter.Training.Tests.Models;
using TorchSharp;

namespace LongWriter.Training.Tests.Export;

public sealed class GgufFamilyTests
{
    private static readonly int[] s_ids = [296, 12, 270, 280, 99, 281, 7, 265, 290, 290, 31, 299, 44, 270, 3, 288];

    [Theory]
    [InlineData("llama3.1")]
    [InlineData("mistral")]
    public void What_GGUF_knows_as_llama_has_the_logits_of_torch(string family)
    {
        // Mistral's tiny head is made as wide as hidden size over heads: the runtime in this repository reads no other.
        var config = Families.Config(family) with { StatedHeadSize = null };
        var parameters = Tiny.Lively(config, 1);
        using var scope = torch.NewDisposeScope();
        var expected = Tiny.Floats(new DecoderModel(config, parameters, bf16: false).Logits(s_ids, [s_ids.Length]));
        using var folder = new TestFolder();
        GgufExport.Save(folder.At("m.gguf"), config, parameters, Tiny.Vocabulary, "tiny", GgmlType.F32);
        using var file = GgufFile.Open(folder.At("m.gguf"));
        using var model = LlamaModel.Load(file);
        using var session = new LlamaSession(model, 1);
        float[] actual = [.. s_ids.SelectMany(id => session.Read([id]).ToArray())];
        Assert.True(expected.Zip(actual, (one, two) => Math.Abs(one - two)).Max() / expected.Max(Math.Abs) < 1e-3);
        Assert.Equal(family == "llama3.1", file.Tensors.ContainsKey("rope_freqs.weight"));
    }

    [Theory]
    [InlineData("llama", "llama", "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down")]
    [InlineData("qwen2", "qwen2", "attn_norm attn_q attn_k attn_v attn_q.bias attn_k.bias attn_v.bias attn_output ffn_norm ffn_gate ffn_up ffn_down")]
    [InlineData("qwen3", "qwen3", "attn_norm attn_q attn_k attn_v attn_q_norm attn_k_norm attn_output ffn_norm ffn_gate ffn_up ffn_down")]
    [InlineData("glm4", "glm4", "attn_norm attn_q attn_k attn_v attn_q.bias attn_k.bias attn_v.bias attn_output post_attention_norm ffn_norm ffn_up ffn_down post_ffw_norm")]
    [InlineData("glm", "chatglm", "attn_norm attn_q attn_k attn_v attn_q.bias attn_k.bias attn_v.bias attn_output ffn_norm ffn_up ffn_down")]
    [InlineData("chatglm", "chatglm", "attn_norm attn_qkv attn_qkv.bias attn_output ffn_norm ffn_up ffn_down")]
    public void Each_family_has_its_architectures_tensors(string family, string architecture, string tensors)
    {
        using var folder = new TestFolder();
        var config = Families.Config(family);
        using var file = Export(folder, config);
        Assert.Equal(architecture, file.Metadata.GetString("general.architecture"));
        Assert.Equal(
            tensors.Split(' ').Select(name => "blk.1." + (name.EndsWith(".bias", StringComparison.Ordinal) ? name : name + ".weight")).Order(StringComparer.Ordinal),
            file.Tensors.Keys.Where(name => name.StartsWith("blk.1.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            config.TiedEmbeddings ? ["output_norm.weight", "token_embd.weight"] : (string[])["output.weight", "output_norm.weight", "token_embd.weight"],
            file.Tensors.Keys.Where(name => !name.StartsWith("blk.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(config.RotaryDimensions, file.Metadata.GetInt64(architecture + ".rope.dimension_count", -1));
        Assert.Equal(config.RopeTheta, file.Metadata.GetDouble(architecture + ".rope.freq_base", -1));
        Assert.Equal(2, file.Metadata.GetInt64(architecture + ".attention.head_count_kv", -1));
    }

    [Fact]
    public void Only_what_GGUF_knows_as_llama_has_its_rows_interleaved()
    {
        Assert.True(Same("qwen2"));
        Assert.True(Same("glm4"));
        Assert.False(Same("mistral"));

        static bool Same(string family)
        {
            using var folder = new TestFolder();
            var config = Families.Config(family);
            using var file = Export(folder, config);
            var ours = Tiny.Lively(config, 1).Layers[0].Query;
            return GgufWriter.Encode(Tiny.Floats(ours), GgmlType.F32).AsSpan().SequenceEqual(Data(file, "blk.0.attn_q.weight"));
        }
    }

    [Fact]
    public void Fused_matrices_have_the_gate_above_the_up_projection()
    {
        using var folder = new TestFolder();
        var config = Families.Config("chatglm");
        using var file = Export(folder, config);
        var layer = Tiny.Lively(config, 1).Layers[1];
        Assert.Equal(GgufWriter.Encode([.. Tiny.Floats(layer.Gate), .. Tiny.Floats(layer.Up)], GgmlType.F32), Data(file, "blk.1.ffn_up.weight"));
        Assert.Equal(GgufWriter.Encode([.. Tiny.Floats(layer.Query), .. Tiny.Floats(layer.Key), .. Tiny.Floats(layer.Value)], GgmlType.F32), Data(file, "blk.1.attn_qkv.weight"));
    }

    private static byte[] Data(GgufFile file, string name) => File.ReadAllBytes(file.Path)[(int)file.Tensor(name).Offset..(int)(file.Tensor(name).Offset + file.Tensor(name).ByteLength)];

    private static GgufFile Export(TestFolder folder, DecoderConfig config)
    {
        GgufExport.Save(folder.At("m.gguf"), config, Tiny.Lively(config, 1), Tiny.Vocabulary, "tiny", GgmlType.F32, chatTemplate: null);
        return GgufFile.Open(folder.At("m.gguf"));
    }
}
