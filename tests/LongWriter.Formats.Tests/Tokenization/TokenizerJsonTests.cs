using System.Text.Json.Nodes;
using CsCheck;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public sealed class TokenizerJsonTests : IDisposable
{
    /// <summary>A small sound file, and what is done to it.</summary>
    private static readonly Dictionary<string, (string Reason, Action<JsonObject> Break)> s_breaks = new(StringComparer.Ordinal)
    {
        ["a Unigram model"] = ("holds a Unigram model", root => root["model"]!["type"] = "Unigram"),
        ["a WordPiece model"] = ("holds a WordPiece model", root => root["model"]!["type"] = "WordPiece"),
        ["another normalizer"] = ("normalizes text by NFKC", root => root["normalizer"] = new JsonObject { ["type"] = "NFKC" }),
        ["two normalizers"] = ("normalizes text by NFC, Lowercase", root => root["normalizer"] = Sequence("normalizers", "NFC", "Lowercase")),
        ["a normalizer without type"] = ("is not a tokenizer.json", root => root["normalizer"] = new JsonObject()),
        ["dropout"] = ("leaves out merges at random (dropout 0.1)", root => root["model"]!["dropout"] = 0.1),
        ["ends of words"] = ("marks parts of words by end_of_word_suffix '</w>'", root => root["model"]!["end_of_word_suffix"] = "</w>"),
        ["an added token that takes spaces"] = ("'<|eot_id|>' has 'rstrip'", root => (root["added_tokens"]![0]!["special"], root["added_tokens"]![0]!["rstrip"]) = (false, true)),
        ["an added token in normalized text"] = ("looked for in normalized text", root => (root["normalizer"], root["added_tokens"]![0]!["special"], root["added_tokens"]![0]!["normalized"]) = (new JsonObject { ["type"] = "NFC" }, false, true)),
        ["another step before the bytes"] = ("splits text by a pattern", root => root["pre_tokenizer"]!["pretokenizers"]!.AsArray().Insert(1, (JsonNode)new JsonObject { ["type"] = "Digits", ["individual_digits"] = true })),
        ["a split that takes matches away"] = ("splits text by a pattern", root => root["pre_tokenizer"]!["pretokenizers"]![0]!["behavior"] = "Removed"),
        ["a split and another by GPT-2"] = ("splits text by a pattern", root => root["pre_tokenizer"]!["pretokenizers"]![1]!["use_regex"] = true),
        ["a space before every text"] = ("add_prefix_space", root => root["pre_tokenizer"]!["pretokenizers"]![1]!["add_prefix_space"] = true),
        ["no decoder"] = ("puts tokens together by nothing", root => root["decoder"] = null),
        ["another decoder"] = ("puts tokens together by WordPiece", root => root["decoder"] = new JsonObject { ["type"] = "WordPiece" }),
        ["no model"] = ("has no 'model'", root => root.Remove("model")),
        ["no vocabulary"] = ("has no 'model.vocab'", root => root["model"]!.AsObject().Remove("vocab")),
        ["an empty vocabulary"] = ("gaps in its token ids", root => (root["model"]!["vocab"], root["added_tokens"]) = (new JsonObject(), new JsonArray())),
        ["a gap in the ids"] = ("gaps in its token ids", root => root["model"]!["vocab"]!["new"] = 999),
        ["a negative id"] = ("gaps in its token ids", root => root["model"]!["vocab"]!["new"] = -1),
        ["an id twice"] = ("is not a tokenizer.json", root => root["model"]!["vocab"]!["new"] = 0),
        ["an id of null"] = ("is not a tokenizer.json", root => root["model"]!["vocab"]!["new"] = null),
        ["an id in words"] = ("is not a tokenizer.json", root => root["model"]!["vocab"]!["new"] = "257"),
        ["an id above 32 bits"] = ("is not a tokenizer.json", root => root["model"]!["vocab"]!["new"] = 1L << 40),
        ["a model that is a number"] = ("is not a tokenizer.json", root => root["model"] = 1),
        ["a vocabulary that is a list"] = ("is not a tokenizer.json", root => root["model"]!["vocab"] = new JsonArray()),
        ["merges that are an object"] = ("is not a tokenizer.json", root => root["model"]!["merges"] = new JsonObject()),
        ["a merge of one word"] = ("a merge without two parts: 'ab'", root => Merges(root).Add("ab")),
        ["a merge of no word"] = ("a merge without two parts: ''", root => Merges(root).Add("")),
        ["a merge of null"] = ("is not a tokenizer.json", root => Merges(root).Add((JsonNode?)null)),
        ["a merge of one part"] = ("is not a tokenizer.json", root => Merges(root).Add((JsonNode)new JsonArray("a"))),
        ["a merge with a part of null"] = ("is not a tokenizer.json", root => Merges(root).Add((JsonNode)new JsonArray("a", null))),
        ["an added token of null"] = ("is not a tokenizer.json", root => root["added_tokens"]!.AsArray().Add((JsonNode?)null)),
        ["an added token without id"] = ("is not a tokenizer.json", root => root["added_tokens"]![0]!.AsObject().Remove("id")),
        ["an added token without content"] = ("is not a tokenizer.json", root => root["added_tokens"]![0]!.AsObject().Remove("content")),
        ["a pattern that is not known"] = ("splits text by a pattern", root => root["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = @"\w+"),
        ["no pre-tokenizer"] = ("neither splits text by a pattern", root => root["pre_tokenizer"] = null),
        ["a Metaspace pre-tokenizer"] = ("puts tokens together by ByteLevel", root => root["pre_tokenizer"] = new JsonObject { ["type"] = "Metaspace" }),
        ["another pre-tokenizer"] = ("splits text by Whitespace", root => root["pre_tokenizer"] = new JsonObject { ["type"] = "Whitespace" }),
    };

    private readonly TempFolder _folder = new();

    public static TheoryData<string> BreakNames => [.. s_breaks.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PreTokenizer.Llama3)]
    [InlineData(PreTokenizer.Qwen2)]
    [InlineData(PreTokenizer.Gpt2)]
    [InlineData(PreTokenizer.Tekken)]
    public void A_saved_vocabulary_loads_as_it_was(string pattern) => Property.Holds(Gen.Select(Gen.Int, Gen.Bool), 25, sample =>
    {
        var (seed, ignoreMerges) = sample;
        var random = TestVocabulary.WithRandomMerges(seed, "ab \"\\é日\n", 30);
        var vocabulary = TestVocabulary.Create(merges: random.Merges, special: ["<|begin_of_text|>", "<|eot_id|>"], pattern: pattern, ignoreMerges: ignoreMerges);
        vocabulary = vocabulary with { BosId = vocabulary.Tokens.Count - 2, EosId = vocabulary.Tokens.Count - 1 };

        var loaded = SaveAndLoad(vocabulary);
        Assert.Equal(vocabulary.Tokens, loaded.Tokens);
        Assert.Equal(vocabulary.Merges, loaded.Merges);
        Assert.Equal(vocabulary.SpecialIds.Order(), loaded.SpecialIds.Order());
        Assert.Empty(loaded.AddedIds);
        Assert.Equal(vocabulary with { Tokens = loaded.Tokens, Merges = loaded.Merges, SpecialIds = loaded.SpecialIds, AddedIds = loaded.AddedIds }, loaded);
    });

    [Fact]
    public void Saving_leaves_nothing_beside_the_file()
    {
        SaveAndLoad(TestVocabulary.Create());
        Assert.Equal(["tokenizer.json"], _folder.FileNames);
    }

    [Fact]
    public void A_vocabulary_with_an_unknown_pattern_is_not_saved() =>
        Assert.Throws<ArgumentException>(() => TokenizerJson.Save(TestVocabulary.Create(pattern: "deepseek-llm"), _folder.File("tokenizer.json")));

    [Theory]
    [InlineData("<|im_end|>", "<|endoftext|>", "<|im_start|>", "<|im_end|>")]
    [InlineData("<|im_end|>", "<|im_end|>", "<|endoftext|>")]
    [InlineData("<|eot_id|>", "<|endoftext|>", "<|im_end|>", "<|eot_id|>")]
    [InlineData("<|endoftext|>", "<|endoftext|>")]
    public void The_end_of_a_turn_goes_before_the_end_of_a_text_whatever_their_ids(string expected, params string[] special)
    {
        var loaded = SaveAndLoad(TestVocabulary.Create(special: special));
        Assert.NotNull(loaded.EosId);
        Assert.Equal(expected, loaded.Tokens[loaded.EosId.Value]);
    }

    [Fact]
    public void A_vocabulary_without_known_special_tokens_has_no_begin_and_end()
    {
        var loaded = SaveAndLoad(TestVocabulary.Create(special: ["<|other|>"]));
        Assert.Null(loaded.BosId);
        Assert.Null(loaded.EosId);
    }

    [Fact]
    public void Merges_written_as_one_string_are_read()
    {
        var root = SoundRoot();
        root["model"]!["merges"] = new JsonArray("a b", "ab Ġ");
        Assert.Equal([("a", "b"), ("ab", "Ġ")], Load(root).Merges);
    }

    [Fact]
    public void The_plain_byte_level_pre_tokenizer_is_that_of_GPT_2()
    {
        var root = SoundRoot();
        root["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel" };
        Assert.Equal(PreTokenizer.Gpt2, Load(root).PreTokenizer);
    }

    [Fact]
    public void Added_tokens_that_are_not_special_stand_for_their_text()
    {
        var root = SoundRoot();
        root["added_tokens"]![0]!["special"] = false;
        var loaded = Load(root);
        Assert.Empty(loaded.SpecialIds);
        Assert.Equal(257, Assert.Single(loaded.AddedIds));
        Assert.Equal([256, 257, 97], new Tokenizer(loaded).Encode("ab<|eot_id|>a"));
        Assert.Equal("ab<|eot_id|>a", new Tokenizer(loaded).Decode([256, 257, 97]));
    }

    [Fact]
    public void A_split_by_what_the_pattern_matches_is_the_same()
    {
        var root = SoundRoot();
        (root["pre_tokenizer"]!["pretokenizers"]![0]!["behavior"], root["pre_tokenizer"]!["pretokenizers"]![0]!["invert"]) = ("Removed", true);
        Assert.Equal(PreTokenizer.Llama3, Load(root).PreTokenizer);
    }

    [Fact]
    public void A_vocabulary_that_cannot_write_every_text_is_refused_with_its_file()
    {
        var root = SoundRoot();
        root["model"]!["vocab"]!.AsObject().Remove("a");
        root["model"]!["vocab"]!["other"] = (int)'a';
        var error = Assert.Throws<ModelFileException>(() => TokenizerJson.LoadTokenizer(_folder.Write("changed.json", root.ToJsonString())));
        Assert.Contains("changed.json: is not usable: the vocabulary has no token for byte 97", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_less_SentencePiece_vocabulary_is_refused()
    {
        var root = TokenizerFixture.Load("llama-2").Json;
        root["model"]!["byte_fallback"] = false;
        Assert.Contains("'byte_fallback'", Assert.Throws<ModelFileException>(() => Load(root)).Message, StringComparison.Ordinal);
        root["model"]!["byte_fallback"] = true;
        root["normalizer"]!["normalizers"]![0]!["prepend"] = "_";
        Assert.Contains("normalizes text by Prepend, Replace", Assert.Throws<ModelFileException>(() => Load(root)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scheme_of_spaces_that_is_not_known_is_refused()
    {
        var root = TokenizerFixture.Load("mistral-v3").Json;
        Assert.Equal(LeadingSpace.First, Load(root).SentencePieces?.Leading);
        root["pre_tokenizer"]!["prepend_scheme"] = "last";
        Assert.Contains("by the scheme 'last'", Assert.Throws<ModelFileException>(() => Load(root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BreakNames))]
    public void A_file_of_another_kind_or_a_broken_one_is_refused_with_its_reason(string name)
    {
        var root = SoundRoot();
        Assert.Equal(258, Load(root).Tokens.Count);
        s_breaks[name].Break(root);
        Assert.Contains(s_breaks[name].Reason, Assert.Throws<ModelFileException>(() => Load(root)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is not a tokenizer.json")]
    [InlineData("null", "is empty")]
    [InlineData("[]", "is not a tokenizer.json")]
    [InlineData("7", "is not a tokenizer.json")]
    [InlineData("{\"model\": {", "is not a tokenizer.json")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0, \"a\": 1}}}", "is not a tokenizer.json")]
    [InlineData("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"\\ud800\": 0}}}", "is not a tokenizer.json")]
    public void Broken_JSON_is_refused(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => TokenizerJson.Load(_folder.Write("broken.json", json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = SoundRoot().ToJsonString();
        for (var length = 0; length < whole.Length; length += 7)
        {
            Assert.Throws<ModelFileException>(() => TokenizerJson.Load(_folder.Write("cut.json", whole[..length])));
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_refused()
    {
        Assert.Throws<ModelFileException>(() => TokenizerJson.Load(_folder.File("absent.json")));
        Assert.Throws<ModelFileException>(() => TokenizerJson.Load(_folder.Path));
    }

    private static JsonObject Sequence(string inner, params string[] types) =>
        new() { ["type"] = "Sequence", [inner] = new JsonArray([.. types.Select(type => new JsonObject { ["type"] = type })]) };

    private static JsonArray Merges(JsonObject root) => root["model"]!["merges"]!.AsArray();

    private JsonObject SoundRoot()
    {
        var path = _folder.File("sound.json");
        TokenizerJson.Save(TestVocabulary.Create(merges: [("a", "b")], special: ["<|eot_id|>"]), path);
        return JsonNode.Parse(File.ReadAllText(path))!.AsObject();
    }

    private Vocabulary Load(JsonObject root) => TokenizerJson.Load(_folder.Write("changed.json", root.ToJsonString()));

    private Vocabulary SaveAndLoad(Vocabulary vocabulary)
    {
        var path = _folder.File("tokenizer.json");
        TokenizerJson.Save(vocabulary, path);
        return TokenizerJson.Load(path);
    }
}
