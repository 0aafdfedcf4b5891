using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Training.Models;

namespace LongWriter.Training.Tests.Models;

public sealed class FamilyFolderTests
{
    private const int SmallShard = 20_000;

    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void What_is_read_and_written_again_is_the_same_bit_for_bit(string family)
    {
        using var folder = new TestFolder();
        var config = Families.Config(family);
        var saved = Tiny.Lively(config, 1);
        ModelFolder.Save(folder.At("one"), config, saved, Tiny.Vocabulary);
        var (read, parameters, tokenizer) = ModelFolder.Load(folder.At("one"));
        Assert.Equal(Tiny.Bits(saved), Tiny.Bits(parameters));
        ModelFolder.Save(folder.At("two"), read, parameters, tokenizer.Vocabulary);
        foreach (var name in (string[])[ModelFolder.Config, ModelFolder.Weights, ModelFolder.TokenizerFile])
        {
            Assert.Equal(File.ReadAllBytes(folder.At("one", name)), File.ReadAllBytes(folder.At("two", name)));
        }
    }

    [Theory]
    [InlineData("float16")]
    [InlineData("bfloat16")]
    public void Half_precision_folders_keep_their_element_type(string type)
    {
        using var folder = new TestFolder();
        var config = Families.Config("qwen2") with { DataType = type };
        ModelFolder.Save(folder.At("one"), config, Tiny.Lively(config, 2), Tiny.Vocabulary);
        var (read, parameters, _) = ModelFolder.Load(folder.At("one"));
        ModelFolder.Save(folder.At("two"), read, parameters, Tiny.Vocabulary);
        Assert.Equal(File.ReadAllBytes(folder.At("one", ModelFolder.Weights)), File.ReadAllBytes(folder.At("two", ModelFolder.Weights)));
        Assert.All(SafeTensorsFile.Places(folder.At("two", ModelFolder.Weights)).Values, place => Assert.Equal(type == "float16" ? "F16" : "BF16", place.Type));
    }

    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void Shards_hold_the_same_weights_and_the_index_names_them_all(string family)
    {
        using var folder = Sharded(family, out var saved);
        Assert.False(File.Exists(folder.At(ModelFolder.Weights)));
        var files = Directory.GetFiles(folder.Root, "model-*-of-*.safetensors").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.True(files.Count > 2);
        Assert.Equal($"model-00001-of-{files.Count:D5}.safetensors", files[0]);
        var index = JsonNode.Parse(File.ReadAllText(folder.At(WeightFiles.Index)))!;
        Assert.Equal(saved.Count * 4, (long)index["metadata"]!["total_size"]!);
        var map = index["weight_map"]!.AsObject();
        Assert.Equal(files!, map.Select(entry => (string?)entry.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(map, entry => Assert.Contains(entry.Key, SafeTensorsFile.Places(folder.At((string)entry.Value!)).Keys));
        Assert.Equal(Tiny.Bits(saved), Tiny.Bits(ModelFolder.Load(folder.Root).Parameters));
    }

    [Fact]
    public void A_folder_saved_whole_over_shards_reads_the_new_weights_and_back()
    {
        using var folder = Sharded("llama", out var old);
        var (config, _, tokenizer) = ModelFolder.Load(folder.Root);
        var other = Tiny.Lively(config, 9);
        ModelFolder.Save(folder.Root, config, other, tokenizer.Vocabulary);
        Assert.Equal(Tiny.Bits(other), Tiny.Bits(ModelFolder.Load(folder.Root).Parameters));
        ModelFolder.Save(folder.Root, config, old, tokenizer.Vocabulary, shardBytes: SmallShard);
        Assert.Equal(Tiny.Bits(old), Tiny.Bits(ModelFolder.Load(folder.Root).Parameters));
        Assert.Empty(Directory.GetFiles(folder.Root, "*.part"));
    }

    [Fact]
    public void Tokenizer_and_generation_files_of_a_base_are_taken_over_as_they_are()
    {
        using var folder = new TestFolder();
        var config = Families.Config("llama");
        ModelFolder.Save(folder.At("base"), config, Tiny.Lively(config, 1), Tiny.Vocabulary);
        File.AppendAllText(folder.At("base", ModelFolder.TokenizerFile), "\n");
        File.WriteAllText(folder.At("base", "tokenizer_config.json"), """{"chat_template": "{{ messages }}"}""");
        File.WriteAllText(folder.At("base", "generation_config.json"), "{}");
        File.WriteAllText(folder.At("base", "notes.txt"), "");
        ModelFolder.Save(folder.At("new"), config, Tiny.Lively(config, 2), Tiny.Vocabulary, folder.At("base"));
        foreach (var name in (string[])[ModelFolder.TokenizerFile, "tokenizer_config.json", "generation_config.json"])
        {
            Assert.Equal(File.ReadAllText(folder.At("base", name)), File.ReadAllText(folder.At("new", name)));
        }

        Assert.False(File.Exists(folder.At("new", "notes.txt")));
    }

    [Fact]
    public void Files_are_named_and_laid_out_as_the_family_has_them()
    {
        Assert.Equal([64, 32], Shape("qwen3", "model.layers.0.self_attn.q_proj.weight"));
        Assert.Equal([16], Shape("qwen3", "model.layers.1.self_attn.k_norm.weight"));
        Assert.Equal([16], Shape("qwen2", "model.layers.0.self_attn.v_proj.bias"));
        Assert.Equal([128, 32], Shape("glm", "model.layers.1.mlp.gate_up_proj.weight"));
        Assert.Equal([128, 32], Shape("glm4", "model.layers.0.mlp.gate_up_proj.weight"));
        Assert.Equal([32], Shape("glm4", "model.layers.0.post_mlp_layernorm.weight"));
        Assert.Equal([64, 32], Shape("chatglm", "transformer.encoder.layers.1.self_attention.query_key_value.weight"));
        Assert.Equal([64], Shape("chatglm", "transformer.encoder.layers.1.self_attention.query_key_value.bias"));
        Assert.Equal([128, 32], Shape("chatglm", "transformer.encoder.layers.0.mlp.dense_h_to_4h.weight"));

        static long[] Shape(string family, string name)
        {
            using var folder = new TestFolder();
            var config = Families.Config(family);
            ModelFolder.Save(folder.Root, config, Tiny.Lively(config, 1), Tiny.Vocabulary);
            return SafeTensorsFile.Places(folder.At(ModelFolder.Weights))[name].Shape;
        }
    }

    [Fact]
    public void Tensors_that_no_model_needs_are_passed_over()
    {
        using var folder = Changed("llama", tensors =>
        {
            tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = new SafeTensor("F32", [4], new byte[16]);
            tensors["lm_head.weight"] = tensors["model.embed_tokens.weight"];
        });
        Assert.Equal(Tiny.Bits(Tiny.Lively(Families.Config("llama"), 1)), Tiny.Bits(ModelFolder.Load(folder.Root).Parameters));
    }

    [Fact]
    public void A_tensor_that_the_model_has_no_place_for_is_named()
    {
        using var folder = Changed("llama", tensors => tensors["model.layers.0.self_attn.q_proj.bias"] = new SafeTensor("F32", [32], new byte[128]));
        Fails(folder, "holds the tensor 'model.layers.0.self_attn.q_proj.bias', for which the llama of config.json has no place");
    }

    [Fact]
    public void A_fused_tensor_of_another_shape_is_named_with_both_shapes()
    {
        using var folder = Changed("glm4", tensors => tensors["model.layers.0.mlp.gate_up_proj.weight"] = tensors["model.layers.0.mlp.gate_up_proj.weight"] with { Shape = [64, 64] });
        Fails(folder, "'model.layers.0.mlp.gate_up_proj.weight' is [64, 64] where the configuration asks for [128, 32]");
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_weight_that_is_not_finite_is_refused_with_its_place(float value)
    {
        using var folder = Changed("qwen3", tensors => BitConverter.TryWriteBytes(tensors["model.norm.weight"].Data.AsSpan(12), value));
        Fails(folder, $"tensor 'model.norm.weight' holds {value} at place 3");
    }

    [Fact]
    public void A_lost_shard_a_cut_shard_and_one_that_lacks_a_tensor_are_named()
    {
        using var folder = Sharded("mistral", out _);
        var shard = Directory.GetFiles(folder.Root, "model-00002-of-*").Single();
        var whole = File.ReadAllBytes(shard);
        File.WriteAllBytes(shard, whole[..^8]);
        Fails(folder, Path.GetFileName(shard));
        File.WriteAllBytes(shard, whole);
        var tensors = SafeTensorsFile.Load(shard);
        var lost = tensors.Keys.First();
        tensors.Remove(lost);
        SafeTensorsFile.Save(shard, tensors);
        Fails(folder, $"lacks the tensor '{lost}', which model.safetensors.index.json says it holds");
        File.Delete(shard);
        Fails(folder, Path.GetFileName(shard));
    }

    [Theory]
    [InlineData("", "cannot be read as an index")]
    [InlineData("{}", "has no 'weight_map'")]
    [InlineData("""{"weight_map": {"a": 3}}""", "cannot be read as an index")]
    [InlineData("""{"weight_map": {"a": "../other.safetensors"}}""", "outside the folder")]
    public void A_broken_index_is_refused(string content, string reason)
    {
        using var folder = Sharded("llama", out _);
        File.WriteAllText(folder.At(WeightFiles.Index), content);
        Fails(folder, reason);
    }

    [Fact]
    public void What_cannot_be_written_whole_replaces_nothing()
    {
        using var folder = Sharded("qwen2", out var before);
        var config = Families.Config("qwen2");
        var contents = Contents();
        var broken = DecoderParameters.FromArrays(config, (name, shape) =>
        {
            var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
            values[^1] = name == "model.norm.weight" ? float.NaN : 1;
            return values;
        });
        var error = Assert.Throws<ModelFileException>(() => ModelFolder.Save(folder.Root, config, broken, Tiny.Vocabulary, shardBytes: SmallShard));
        Assert.Contains("'model.norm.weight'", error.Message, StringComparison.Ordinal);
        Assert.Equal(contents, Contents());
        error = Assert.Throws<ModelFileException>(() => ModelFolder.Save(folder.Root, config with { DataType = "float16" }, Huge(config), Tiny.Vocabulary));
        Assert.Contains("as F16", error.Message, StringComparison.Ordinal);
        Assert.Equal(contents, Contents());
        Assert.Equal(Tiny.Bits(before), Tiny.Bits(ModelFolder.Load(folder.Root).Parameters));

        SortedDictionary<string, string> Contents() => new(Directory.GetFiles(folder.Root).ToDictionary(path => path, path => Convert.ToHexString(File.ReadAllBytes(path)), StringComparer.Ordinal), StringComparer.Ordinal);
    }

    [Fact]
    public void A_full_disk_leaves_what_was_there()
    {
        using var folder = new TestFolder();
        var files = new FileSet(folder.Root);
        File.WriteAllText(folder.At("a"), "old");
        files.Write("a", path => File.WriteAllText(path, "new"));
        var error = Assert.Throws<ModelFileException>(() => files.Write("b", path =>
        {
            File.WriteAllText(path, "hal");
            throw new IOException("No space left on device");
        }));
        files.Dispose();
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
        Assert.Equal([folder.At("a")], Directory.GetFiles(folder.Root));
        Assert.Equal("old", File.ReadAllText(folder.At("a")));
    }

    private static DecoderParameters Huge(DecoderConfig config) => DecoderParameters.FromArrays(config, (_, shape) =>
    {
        var values = new float[shape.Aggregate(1L, (a, b) => a * b)];
        Array.Fill(values, 1e6f);
        return values;
    });

    private static TestFolder Sharded(string family, out DecoderParameters saved)
    {
        var folder = new TestFolder();
        var config = Families.Config(family);
        saved = Tiny.Lively(config, 1);
        ModelFolder.Save(folder.Root, config, saved, Tiny.Vocabulary, shardBytes: SmallShard);
        return folder;
    }

    private static TestFolder Changed(string family, Action<Dictionary<string, SafeTensor>> change)
    {
        var folder = new TestFolder();
        var config = Families.Config(family);
        ModelFolder.Save(folder.Root, config, Tiny.Lively(config, 1), Tiny.Vocabulary);
        var tensors = SafeTensorsFile.Load(folder.At(ModelFolder.Weights));
        change(tensors);
        SafeTensorsFile.Save(folder.At(ModelFolder.Weights), tensors);
        return folder;
    }

    private static void Fails(TestFolder folder, string reason)
    {
        var error = Assert.Throws<ModelFileException>(() => ModelFolder.Load(folder.Root));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
