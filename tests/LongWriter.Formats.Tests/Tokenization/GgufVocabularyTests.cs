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
        ["a WordPiece vocabulary"] = ("of kind 'bert'", "tokenizer.ggml.model", "bert"),
        ["pieces without scores"] = ("4 tokens but 0 scores", "tokenizer.ggml.model", "llama"),
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
    [InlineData(PreTokenizer.Llama3, false)]
    [InlineData(PreTokenizer.Tekken, true)]
    [InlineData(PreTokenizer.Qwen2, false)]
    [InlineData(PreTokenizer.Gpt2, false)]
    public void A_vocabulary_comes_back_from_a_file_as_it_was(string pattern, bool ignoreMerges) => Property.Holds(Gen.Select(Gen.Int, Gen.Bool), 25, sample =>
    {
        var (seed, ends) = sample;
        var merges = TestVocabulary.WithRandomMerges(seed, "ab é日\n", 30).Merges;
        var vocabulary = TestVocabulary.Create(merges: merges, special: ["<|b|>", "<|e|>"], pattern: pattern, ignoreMerges: ignoreMerges);
        vocabulary = vocabulary with { Composes = pattern == PreTokenizer.Qwen2 };
        vocabulary = ends ? vocabulary with { BosId = vocabulary.Tokens.Count - 2, EosId = vocabulary.Tokens.Count - 1 } : vocabulary;
        var writer = new GgufWriter();
        GgufVocabulary.Write(writer, vocabulary);

        var read = Read(writer);
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.Equal(vocabulary.Merges, read.Merges);
        Assert.Equal(vocabulary.SpecialIds.Order(), read.SpecialIds.Order());
        Assert.Empty(read.AddedIds);
        Assert.Equal(vocabulary with { Tokens = read.Tokens, Merges = read.Merges, SpecialIds = read.SpecialIds, AddedIds = read.AddedIds }, read);
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
    [InlineData("llama-2")]
    [InlineData("mistral-v3")]
    [InlineData("qwen")]
    public void A_vocabulary_of_published_form_makes_the_same_tokens_behind_a_special_one(string form)
    {
        var fixture = TokenizerFixture.Load(form);
        var writer = new GgufWriter();
        GgufVocabulary.Write(writer, fixture.Tokenizer.Vocabulary);
        var vocabulary = Read(writer);
        Assert.Equal(fixture.Tokenizer.Vocabulary.Merges, vocabulary.Merges);
        Assert.Equal(fixture.Tokenizer.Vocabulary.SpecialIds.Order(), vocabulary.SpecialIds.Order());
        Assert.Equal(fixture.Tokenizer.Vocabulary.AddedIds.Order(), vocabulary.AddedIds.Order());
        var tokenizer = new Tokenizer(vocabulary);
        foreach (var (text, _, _) in fixture.Cases)
        {
            Assert.Equal(fixture.Tokenizer.Encode(text, place: TextPlace.AfterSpecial), tokenizer.Encode(text, place: TextPlace.AfterSpecial));
        }
    }

    [Fact]
    public void What_GGUF_cannot_say_is_not_written()
    {
        var vocabulary = TokenizerFixture.Load("llama-2").Tokenizer.Vocabulary;
        Assert.Contains("'always'", Refusal(TokenizerFixture.Load("metaspace-always-split").Tokenizer.Vocabulary), StringComparison.Ordinal);
        Assert.Contains("never merged", Refusal(vocabulary with { Merges = [.. vocabulary.Merges.Skip(1)] }), StringComparison.Ordinal);
        var (left, right) = vocabulary.Merges.GroupBy(merge => merge.Left + merge.Right).First(ways => ways.Count() > 1).First();
        Assert.Contains("do not stand together", Refusal(vocabulary with { Merges = [.. vocabulary.Merges.Where(merge => merge != (left, right)), (left, right)] }), StringComparison.Ordinal);

        static string Refusal(Vocabulary vocabulary) => Assert.Throws<ArgumentException>(() => GgufVocabulary.Write(new GgufWriter(), vocabulary)).Message;
    }

    [Fact]
    public void Scores_that_say_nothing_and_pieces_of_any_length_are_refused()
    {
        Dictionary<string, object> pieces = new(StringComparer.Ordinal)
        {
            ["tokenizer.ggml.model"] = "llama",
            ["tokenizer.ggml.tokens"] = new[] { "a", "b", "ab", "ba" },
            ["tokenizer.ggml.token_type"] = new[] { 1, 1, 1, 1 },
            ["tokenizer.ggml.scores"] = new[] { -1000f, -1000f, -1000f, -1000f },
        };
        Assert.Contains("'ab' and 'ba' have the same score", Assert.Throws<ModelFileException>(() => Read(With(pieces))).Message, StringComparison.Ordinal);
        pieces["tokenizer.ggml.scores"] = new[] { 0f, 0f, -1f, float.NaN };
        Assert.Contains("have the same score", Assert.Throws<ModelFileException>(() => Read(With(pieces))).Message, StringComparison.Ordinal);
        pieces["tokenizer.ggml.scores"] = new[] { 0f, 0f, -2f, -1f };
        Assert.Equal([("b", "a"), ("a", "b")], Read(With(pieces)).Merges);
        pieces["tokenizer.ggml.tokens"] = new[] { "a", "b", "ab", new string('a', 129) };
        Assert.Contains("has a token of 129 characters", Assert.Throws<ModelFileException>(() => Read(With(pieces))).Message, StringComparison.Ordinal);
    }

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
