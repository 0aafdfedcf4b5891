using System.Diagnostics;
using CsCheck;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class TokenizerTests
{
    private static readonly string[] s_special = ["<|eot_id|>", "<|im_end|>", "hello", "Ġab"];

    [Theory]
    [InlineData(PreTokenizer.Llama3)]
    [InlineData(PreTokenizer.Qwen2)]
    [InlineData(PreTokenizer.Gpt2)]
    public void Text_comes_back_from_its_ids(string pattern)
    {
        var tokenizer = new Tokenizer(TestVocabulary.WithRandomMerges(1, "abc dé日本🙂\n", 200, pattern));
        Property.Holds(Texts.OfUpTo(60), 500, text => Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text))));
    }

    [Fact]
    public void Merges_are_done_by_rank_as_a_naive_merger_does_them()
    {
        var merged = 0;
        var texts = Gen.OneOf("a", "b", "c", " ", "é", "\n").Array[0, 40].Select(string.Concat);
        Property.Holds(Gen.Select(Gen.Int, texts.Array[1, 8]), 400, sample =>
        {
            var (seed, samples) = sample;
            var vocabulary = TestVocabulary.WithRandomMerges(seed, "abc é\n", 25);
            var tokenizer = new Tokenizer(vocabulary);
            foreach (var text in samples)
            {
                var expected = PreTokenizer.Find(vocabulary.PreTokenizer)!.Split(text).SelectMany(piece => MergeNaively(ByteAlphabet.FromText(text.AsSpan(piece.Start, piece.Length)), vocabulary.Merges)).ToList();
                Assert.Equal(expected, tokenizer.Encode(text).Select(id => vocabulary.Tokens[id]));
                merged += expected.Count(token => token.Length > 1);
            }
        });
        Assert.True(merged > 1_000, $"only {merged} tokens were results of merges");
    }

    [Fact]
    public void A_text_encoded_again_gives_the_same_ids()
    {
        var tokenizer = new Tokenizer(TestVocabulary.WithRandomMerges(3, "abc ", 40));
        var first = tokenizer.Encode("abcab cab abcab cab");
        Assert.Equal(first, tokenizer.Encode("abcab cab abcab cab"));
        Assert.Equal(first, new Tokenizer(tokenizer.Vocabulary).Encode("abcab cab abcab cab"));
    }

    [Fact]
    public void Text_without_tokens_of_its_own_falls_back_to_its_bytes()
    {
        var tokenizer = new Tokenizer(TestVocabulary.Create());
        Assert.Equal([0xF0, 0x9F, 0x99, 0x82, 0xC3, 0xA9], tokenizer.Encode("🙂é"));
        Assert.Equal([0xE6, 0x97], tokenizer.Bytes(0xE6).ToArray().Concat(tokenizer.Bytes(0x97).ToArray()));
    }

    [Fact]
    public void Bytes_that_are_no_text_and_half_characters_become_the_replacement_character()
    {
        var tokenizer = new Tokenizer(TestVocabulary.Create());
        Assert.Equal("a\uFFFDb", tokenizer.Decode(['a', 0xFF, 'b']));
        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\uD83Db")));
    }

    [Fact]
    public void An_empty_text_has_no_ids() => Assert.Empty(new Tokenizer(TestVocabulary.Create()).Encode(""));

    [Theory]
    [InlineData(false, new[] { "ab", "c" })]
    [InlineData(true, new[] { "abc" })]
    public void A_piece_that_is_a_token_is_taken_whole_only_where_merges_are_ignored(bool ignoreMerges, string[] expected)
    {
        var vocabulary = TestVocabulary.Create(words: ["abc"], merges: [("a", "b")], ignoreMerges: ignoreMerges);
        Assert.Equal(expected, new Tokenizer(vocabulary).Encode("abc").Select(id => vocabulary.Tokens[id]));
    }

    [Fact]
    public void A_piece_that_is_no_token_is_merged_where_merges_are_ignored()
    {
        var vocabulary = TestVocabulary.Create(words: ["abc"], merges: [("a", "b")], ignoreMerges: true);
        Assert.Equal(["ab", "c", "a"], new Tokenizer(vocabulary).Encode("abca").Select(id => vocabulary.Tokens[id]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Special_tokens_are_never_produced_from_text(bool ignoreMerges)
    {
        // "hello" and " ab" are whole pieces and results of merges, so that nothing but their being special keeps them out.
        (string, string)[] merges = [("h", "e"), ("he", "l"), ("hel", "l"), ("hell", "o"), ("Ġ", "a"), ("Ġa", "b"), ("<", "|"), ("|", ">")];
        var vocabulary = TestVocabulary.Create(words: ["he", "hel", "hell", "Ġa", "<|", "|>"], special: s_special, ignoreMerges: ignoreMerges);
        var tokenizer = new Tokenizer(vocabulary with { Merges = merges });
        Assert.Equal(4, tokenizer.Vocabulary.SpecialIds.Count);
        Property.Holds(Gen.OneOf(Gen.OneOf(s_special), Gen.OneOf("hello", " ab", " "), Texts.OfUpTo(3)).Array[0, 12].Select(string.Concat), 400, text =>
        {
            var ids = tokenizer.Encode(text);
            Assert.DoesNotContain(ids, tokenizer.Vocabulary.SpecialIds.Contains);
            Assert.Equal(text, tokenizer.Decode(ids));
        });
        Assert.Equal(["hell", "o"], tokenizer.Encode("hello").Select(id => vocabulary.Tokens[id]));
    }

    [Fact]
    public void Special_tokens_are_found_by_name_and_left_out_of_decoded_text()
    {
        var tokenizer = new Tokenizer(TestVocabulary.Create(words: ["ab"], special: ["<|eot_id|>"]));
        Assert.Equal(256, tokenizer.Find("ab"));
        Assert.Equal(257, tokenizer.Find("<|eot_id|>"));
        Assert.Null(tokenizer.Find("<|im_end|>"));
        Assert.Equal(258, tokenizer.Count);
        Assert.Equal("aabb", tokenizer.Decode(['a', 256, 257, 'b']));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("abcdefghij")]
    public void A_hundred_thousand_letters_without_a_space_are_encoded_in_under_two_seconds(string letters)
    {
        List<(string Left, string Right)> merges = [];
        for (var part = "a"; part.Length <= 1 << 12; part += part)
        {
            merges.Add((part, part));
        }

        merges.AddRange(letters.SelectMany(left => letters.Select(right => (left.ToString(), right.ToString()))).Except(merges));
        var tokenizer = new Tokenizer(TestVocabulary.Create(merges: merges));
        var random = new Random(5);
        var text = string.Create(100_000, letters, (span, source) => random.GetItems<char>(source, span));
        var watch = Stopwatch.StartNew();
        var ids = tokenizer.Encode(text);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 2);
        Assert.InRange(ids.Count, 1, 90_000);
        Assert.Equal(text, tokenizer.Decode(ids));
    }

    [Fact]
    public void An_unknown_pattern_is_refused_by_its_name() =>
        Assert.Contains("'deepseek-llm'", Refusal(TestVocabulary.Create(pattern: "deepseek-llm")), StringComparison.Ordinal);

    [Fact]
    public void A_token_twice_is_refused_with_both_ids()
    {
        var vocabulary = TestVocabulary.Create(words: ["ab"]);
        Assert.Contains("'ab' twice (ids 256 and 257)", Refusal(vocabulary with { Tokens = [.. vocabulary.Tokens, "ab"] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_lacks_a_byte_is_refused()
    {
        var vocabulary = TestVocabulary.Create();
        Assert.Contains("no token for byte 255", Refusal(vocabulary with { Tokens = [.. vocabulary.Tokens.Take(255)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_special_token_does_not_stand_in_for_a_byte() =>
        Assert.Contains("no token for byte 97", Refusal(TestVocabulary.Create() with { SpecialIds = new HashSet<int> { 'a' } }), StringComparison.Ordinal);

    [Fact]
    public void Threads_that_share_a_tokenizer_get_the_ids_that_one_would()
    {
        var vocabulary = TestVocabulary.WithRandomMerges(8, "abc é", 60);
        var texts = Enumerable.Range(0, 2_000).Select(seed => new string(new Random(seed).GetItems<char>("abc é", 12))).ToList();
        var alone = new Tokenizer(vocabulary);
        var shared = new Tokenizer(vocabulary);
        var together = texts.AsParallel().AsOrdered().WithDegreeOfParallelism(4).Select(text => shared.Encode(text)).ToList();
        Assert.Equal(texts.Select(text => alone.Encode(text)), together);
    }

    private static string Refusal(Vocabulary vocabulary) => Assert.Throws<ArgumentException>(() => new Tokenizer(vocabulary)).Message;

    /// <summary>Byte-level BPE as its definition says: while any merge applies, do the best one at its leftmost place.</summary>
    private static List<string> MergeNaively(string piece, IReadOnlyList<(string Left, string Right)> merges)
    {
        List<string> symbols = [.. piece.Select(symbol => symbol.ToString())];
        bool MergeBest()
        {
            foreach (var (left, right) in merges)
            {
                for (var i = 0; i + 1 < symbols.Count; i++)
                {
                    if (symbols[i] == left && symbols[i + 1] == right)
                    {
                        symbols[i] = left + right;
                        symbols.RemoveAt(i + 1);
                        return true;
                    }
                }
            }

            return false;
        }

        while (MergeBest())
        {
        }

        return symbols;
    }
}
