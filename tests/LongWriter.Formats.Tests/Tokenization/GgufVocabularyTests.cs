using CsCheck;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public sealed class GgufVocabularyTests : IDisposable
{
    private static readonly Dictionary<string, object> s_sound = new(StringComparer.Ordinal)
    {
        ["tokenizer.ggml.model"] = "gpt2",
        ["tokenizer.ggml.pre"] = PreTokenizer.Qwen2,
        ["tokenizer.ggml.tokens"] = new[] { "a", "b", "ab", "<|end|>" },
        ["tokenizer.ggml.token_type"] = new[] { 1, 1, 1, 3 },
        ["tokenizer.ggml.merges"] = new[] { "a b" },
        ["tokenizer.ggml.eos_token_id"] = 3,
    };

    /// <summary>A key of the sound file, and what stands there instead; null for nothing.</summary>
    private static readonly Dictionary<string, (string Reason, string Key, object? Value)> s_breaks = new(StringComparer.Ordinal)
    {
        ["no kind"] = ("of kind 'none'", "tokenizer.ggml.model", null),
        ["a SentencePiece vocabulary"] = ("of kind 'llama'", "tokenizer.ggml.model", "llama"),
        ["a kind that is a number"] = ("of kind 'none'", "tokenizer.ggml.model", 1),
        ["an unknown pattern"] = ("split by 'deepseek-llm'", "tokenizer.ggml.pre", "deepseek-llm"),
        ["no tokens"] = ("'tokenizer.ggml.tokens' is missing", "tokenizer.ggml.tokens", null),
        ["tokens that are numbers"] = ("'tokenizer.ggml.tokens' is missing or not", "tokenizer.ggml.tokens", new[] { 1, 2, 3, 4 }),
        ["fewer types than tokens"] = ("4 tokens but 3 token types", "tokenizer.ggml.token_type", new[] { 1, 1, 1 }),
        ["types that are words"] = ("not an array of integers", "tokenizer.ggml.token_type", new[] { "1", "1", "1", "3" }),
        ["no merges"] = ("'tokenizer.ggml.merges' is missing", "tokenizer.ggml.merges", null),
        ["a merge of one word"] = ("a merge without two parts: 'ab'", "tokenizer.ggml.merges", new[] { "ab" }),
        ["a merge of no word"] = ("a merge without two parts: ''", "tokenizer.ggml.merges", new[] { "" }),
        ["an end outside the vocabulary"] = ("'tokenizer.ggml.eos_token_id' is 4, but there are 4 tokens", "tokenizer.ggml.eos_token_id", 4),
        ["a beginning outside the vocabulary"] = ("'tokenizer.ggml.bos_token_id' is 99", "tokenizer.ggml.bos_token_id", 99),
        ["an end in words"] = ("'tokenizer.ggml.eos_token_id' is not an integer", "tokenizer.ggml.eos_token_id", "3"),
    };

    private readonly TempFolder _folder = new();

    public static TheoryData<string> BreakNames => [.. s_breaks.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PreTokenizer.Llama3, true)]
    [InlineData(PreTokenizer.Qwen2, false)]
    [InlineData(PreTokenizer.Gpt2, false)]
    public void A_vocabulary_comes_back_from_a_file_as_it_was(string pattern, bool ignoreMerges) => Property.Holds(Gen.Select(Gen.Int, Gen.Bool), 25, sample =>
    {
        var (seed, ends) = sample;
        var merges = TestVocabulary.WithRandomMerges(seed, "ab é日\n", 30).Merges;
        var vocabulary = TestVocabulary.Create(merges: merges, special: ["<|b|>", "<|e|>"], pattern: pattern, ignoreMerges: ignoreMerges);
        vocabulary = ends ? vocabulary with { BosId = vocabulary.Tokens.Count - 2, EosId = vocabulary.Tokens.Count - 1 } : vocabulary;
        var writer = new GgufWriter();
        GgufVocabulary.Write(writer, vocabulary);

        var read = Read(writer);
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.Equal(vocabulary.Merges, read.Merges);
        Assert.Equal(vocabulary.SpecialIds.Order(), read.SpecialIds.Order());
        Assert.Equal(vocabulary with { Tokens = read.Tokens, Merges = read.Merges, SpecialIds = read.SpecialIds }, read);
    });

    [Fact]
    public void A_file_without_token_types_or_pattern_has_no_special_tokens_and_splits_as_GPT_2()
    {
        var read = Read(With([], except: ["tokenizer.ggml.token_type", "tokenizer.ggml.pre"]));
        Assert.Empty(read.SpecialIds);
        Assert.Equal(PreTokenizer.Gpt2, read.PreTokenizer);
        Assert.Equal(3, read.EosId);
        Assert.Null(read.BosId);
    }

    [Fact]
    public void A_merge_whose_first_part_begins_with_a_space_keeps_both_parts() =>
        Assert.Equal([(" a", "b")], Read(With(new(StringComparer.Ordinal) { ["tokenizer.ggml.merges"] = new[] { " a b" } })).Merges);

    [Theory]
    [MemberData(nameof(BreakNames))]
    public void A_broken_vocabulary_is_refused_with_its_reason(string name)
    {
        Assert.Equal(4, Read(With([])).Tokens.Count);
        var (reason, key, value) = s_breaks[name];
        var broken = value is null ? With([], except: [key]) : With(new(StringComparer.Ordinal) { [key] = value });
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => Read(broken)).Message, StringComparison.Ordinal);
    }

    private static GgufWriter With(Dictionary<string, object> changes, params string[] except)
    {
        var writer = new GgufWriter();
        foreach (var key in s_sound.Keys.Union(changes.Keys, StringComparer.Ordinal).Except(except, StringComparer.Ordinal))
        {
            writer.Add(key, changes.GetValueOrDefault(key) ?? s_sound[key]);
        }

        return writer;
    }

    private Vocabulary Read(GgufWriter writer)
    {
        writer.Save(_folder.File("model.gguf"));
        using var file = GgufFile.Open(_folder.File("model.gguf"));
        return GgufVocabulary.Read(file);
    }
}
