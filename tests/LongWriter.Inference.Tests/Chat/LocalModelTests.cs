using LongWriter.Formats;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Chat;
using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Tests.Chat;

public sealed class LocalModelTests
{
    private static readonly Dictionary<string, Refusal> s_refusals = new(StringComparer.Ordinal)
    {
        ["another architecture"] = Pair("general.architecture", "mamba", "architecture 'mamba'", "llama is supported"),
        ["no architecture"] = Without("general.architecture", "architecture 'unknown'"),
        ["no template"] = Without("tokenizer.chat_template", "no chat template", "llama3, chatml"),
        ["an unknown template"] = Pair("tokenizer.chat_template", "{{ [INST] }}", "no chat template", "llama3, chatml"),
        ["a template whose tokens are missing"] = Pair("tokenizer.chat_template", "<|im_start|>", "lacks the special token <|im_start|>"),
        ["no context length"] = Without("llama.context_length", "'llama.context_length' is missing"),
        ["no width"] = Without("llama.embedding_length", "'llama.embedding_length' is missing"),
        ["no layers"] = Pair("llama.block_count", 0, "'llama.block_count' is 0"),
        ["more layers than there are"] = Pair("llama.block_count", 3, "no tensor 'blk.2."),
        ["a context of nothing"] = Pair("llama.context_length", 4, "'llama.context_length' is 4", "16 to"),
        ["a width that is a text"] = Pair("llama.embedding_length", "wide", "'llama.embedding_length' is not an integer"),
        ["heads that do not share the width"] = Pair("llama.attention.head_count", 3, "width 128", "3 heads"),
        ["heads of odd size"] = Pair("llama.attention.head_count", 32, "width 128", "32 heads"),
        ["no heads"] = Pair("llama.attention.head_count", 0, "'llama.attention.head_count' is 0"),
        ["key-value heads that cannot be shared"] = Pair("llama.attention.head_count_kv", 3, "4 heads cannot share 3"),
        ["no key-value heads"] = Pair("llama.attention.head_count_kv", 0, "4 heads cannot share 0"),
        ["more key-value heads than heads"] = Pair("llama.attention.head_count_kv", 8, "4 heads cannot share 8"),
        ["heads rotated in part"] = Pair("llama.rope.dimension_count", 8, "rotates 8 of 32"),
        ["a rotary base of zero"] = Pair("llama.rope.freq_base", 0f, "rotary base 0"),
        ["a rotary base that is no number"] = Pair("llama.rope.freq_base", float.NaN, "rotary base NaN"),
        ["an epsilon of zero"] = Pair("llama.attention.layer_norm_rms_epsilon", 0f, "norm epsilon 0"),
        ["an infinite epsilon"] = Pair("llama.attention.layer_norm_rms_epsilon", float.PositiveInfinity, "norm epsilon"),
        ["a wider width than the tensors"] = Pair("llama.embedding_length", 256, "tensor 'token_embd.weight' is 263 × 128", "263 × 256"),
        ["a wider inner layer than the tensors"] = Pair("llama.feed_forward_length", 128, "tensor 'blk.0.ffn_gate.weight' is 96 × 128", "128 × 128"),
        ["a missing matrix"] = new(model => model.Tensors.Remove("blk.1.ffn_up.weight"), ["no tensor 'blk.1.ffn_up.weight'"]),
        ["a missing norm"] = new(model => model.Tensors.Remove("output_norm.weight"), ["no tensor 'output_norm.weight'"]),
        ["a matrix of another shape"] = new(model => Replace(model, "blk.0.attn_k.weight", GgmlType.F32, 128, 16), ["'blk.0.attn_k.weight' is 16 × 128", "64 × 128"]),
        ["a transposed matrix"] = new(model => Replace(model, "blk.1.ffn_down.weight", GgmlType.F32, 128, 96), ["'blk.1.ffn_down.weight' is 96 × 128", "128 × 96"]),
        ["a norm of another length"] = new(model => Replace(model, "blk.1.attn_norm.weight", GgmlType.F32, 32), ["'blk.1.attn_norm.weight' is F32 of 32", "F32 of 128"]),
        ["a norm of another type"] = new(model => Replace(model, "output_norm.weight", GgmlType.F16, 128), ["'output_norm.weight' is F16 of 128"]),
        ["rotary divisors of another length"] = new(model => Replace(model, "rope_freqs.weight", GgmlType.F32, 8), ["'rope_freqs.weight' is F32 of 8", "F32 of 16"]),
        ["a bias"] = new(model => Replace(model, "blk.0.attn_q.bias", GgmlType.F32, 128), ["'blk.0.attn_q.bias'", "biases are not supported"]),
        ["an embedding for fewer tokens"] = new(model => Replace(model, "token_embd.weight", GgmlType.F32, 128, 200), ["'token_embd.weight' is 200 × 128", "263 × 128"]),
        ["another kind of vocabulary"] = Pair("tokenizer.ggml.model", "bert", "kind 'bert'", "byte-level BPE"),
        ["an unknown split of text"] = new(model => model.Vocabulary = model.Vocabulary with { PreTokenizer = "martian" }, ["'martian'", "not known"]),
        ["a token that stands twice"] = new(model => model.Vocabulary = model.Vocabulary with { Tokens = [.. model.Vocabulary.Tokens.Select((token, id) => id == 257 ? "th" : token)] }, ["not a usable model", "'th' twice"]),
        ["a byte that no token writes"] = new(model => model.Vocabulary = model.Vocabulary with { Tokens = [.. model.Vocabulary.Tokens.Select((token, id) => id == 'A' ? "AA" : token)] }, ["not a usable model", "byte 65"]),
    };

    public static TheoryData<string> Refusals => [.. s_refusals.Keys];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_file_is_refused_with_a_reason_for(string reason)
    {
        var refusal = s_refusals[reason];
        var model = new TinyModel();
        refusal.Spoil(model);
        using var file = new TemporaryFile();
        model.Save(file.Path);
        var e = Assert.Throws<ModelFileException>(() => LocalModel.Load(file.Path));
        Assert.Equal(file.Path, e.Path);
        Assert.StartsWith(file.Path, e.Message, StringComparison.Ordinal);
        Assert.All(refusal.Said, said => Assert.Contains(said, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(5000)]
    [InlineData(100_000)]
    public void A_cut_file_is_refused(int length)
    {
        using var file = new TemporaryFile();
        new TinyModel().Save(file.Path);
        var bytes = File.ReadAllBytes(file.Path);
        Assert.True(bytes.Length > length);
        File.WriteAllBytes(file.Path, bytes[..length]);
        Assert.Equal(file.Path, Assert.Throws<ModelFileException>(() => LocalModel.Load(file.Path)).Path);
    }

    [Fact]
    public void The_sampling_that_the_file_recommends_is_read_and_has_defaults()
    {
        var tiny = new TinyModel();
        using (var model = tiny.Load())
        {
            Assert.Equal(new RecommendedSampling(0.8f, 1, 0.05f), model.Sampling);
        }

        tiny.Pairs["general.sampling.temp"] = 0.5f;
        tiny.Pairs["general.sampling.top_p"] = 0.9f;
        tiny.Pairs["general.sampling.min_p"] = 0.1f;
        tiny.Pairs["longwriter.sampling.sentence_surprise"] = 14f;
        using (var model = tiny.Load())
        {
            Assert.Equal(new RecommendedSampling(0.5f, 0.9f, 0.1f) { SentenceSurprise = 14 }, model.Sampling);
        }
    }

    [Theory]
    [InlineData("general.sampling.temp", -1f)]
    [InlineData("general.sampling.temp", float.NaN)]
    [InlineData("general.sampling.min_p", 1.5f)]
    [InlineData("longwriter.sampling.sentence_surprise", -3f)]
    public void A_recommendation_outside_its_range_is_refused(string key, float value)
    {
        var tiny = new TinyModel();
        tiny.Pairs[key] = value;
        Assert.Contains(key, Assert.Throws<ModelFileException>(tiny.Load).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_file_that_is_no_model_are_refused()
    {
        using var file = new TemporaryFile();
        Assert.Contains("no such model file", Assert.Throws<ModelFileException>(() => LocalModel.Load(file.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(file.Path, new string('x', 1000));
        Assert.StartsWith(file.Path, Assert.Throws<ModelFileException>(() => LocalModel.Load(file.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_file_is_loaded_with_its_name_vocabulary_and_template()
    {
        using var model = new TinyModel(context: 77).Load();
        Assert.Equal("tiny", model.Name);
        Assert.Equal(TinyModel.TokenCount, model.Tokenizer.Count);
        Assert.Equal("llama3", model.Template.Family);
        Assert.Equal(TinyModel.EndOfTurn, model.Template.EndOfTurn);
        Assert.Equal(77, model.Weights.Shape.ContextLength);
    }

    [Fact]
    public void A_model_without_a_name_takes_the_files()
    {
        var tiny = new TinyModel();
        tiny.Pairs.Remove("general.name");
        using var file = new TemporaryFile();
        tiny.Save(file.Path);
        using var model = LocalModel.Load(file.Path);
        Assert.Equal(Path.GetFileNameWithoutExtension(file.Path), model.Name);
        Assert.Equal(file.Path, model.Path);
    }

    private static Refusal Pair(string key, object value, params string[] said) => new(model => model.Pairs[key] = value, said);

    private static Refusal Without(string key, params string[] said) => new(model => model.Pairs.Remove(key), said);

    private static void Replace(TinyModel model, string name, GgmlType type, params long[] dimensions) =>
        model.Tensors[name] = new TinyTensor(type, dimensions, new float[dimensions.Aggregate(1L, (a, b) => a * b)]);

    private sealed record Refusal(Action<TinyModel> Spoil, string[] Said);
}
