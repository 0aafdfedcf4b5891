using CsCheck;
using LongWriter.Formats;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Tokenizers;

namespace LongWriter.Training.Tests.Tokenizers;

public sealed class WholeWordTrainerTests
{
    private static readonly string[] s_texts = [.. Enumerable.Repeat("The lighthouse keeper wrote 737 words, 737 words in 2024.\n\nThe lighthouse slept.", 30), "rare"];

    [Fact]
    public void Frequent_pieces_become_one_token()
    {
        var tokenizer = new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 20));
        Assert.Equal(["The", " lighthouse", " keeper", " wrote"], Pieces(tokenizer, "The lighthouse keeper wrote"));
    }

    [Fact]
    public void Digits_stay_single_however_frequent_the_number() =>
        Assert.Equal([" ", "7", "3", "7", " words", " in", " ", "2", "0", "2", "4"], Pieces(new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 20)), " 737 words in 2024"));

    [Fact]
    public void Round_numbers_are_whole_so_that_10000_and_1000_differ_in_a_token()
    {
        var tokenizer = new Tokenizer(WholeWordTrainer.Train(Enumerable.Repeat("1000 words or 10000, 250 or 737", 30), 600, 20));
        Assert.Equal(["100", "00"], Pieces(tokenizer, "10000"));
        Assert.Equal(["100", "0"], Pieces(tokenizer, "1000"));
        Assert.Equal(["250"], Pieces(tokenizer, "250"));
        Assert.Equal(["7", "3", "7"], Pieces(tokenizer, "737"));
    }

    [Fact]
    public void Digits_stay_single_after_a_fraction_sign()
    {
        var tokenizer = new Tokenizer(WholeWordTrainer.Train(Enumerable.Repeat("½5", 100), 600, 20));
        Assert.Equal("5", Pieces(tokenizer, "½5")[^1]);
        Assert.Equal(3, tokenizer.Encode("½5").Count);
    }

    [Fact]
    public void Without_pieces_a_word_never_seen_is_spelled_letter_by_letter() =>
        Assert.Equal([" z", "e", "p", "h", "y", "r"], Pieces(new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 20)), " zephyr"));

    [Fact]
    public void A_word_that_stands_in_too_few_texts_is_spelled_however_often_one_of_them_repeats_it()
    {
        Assert.Equal(["x", "e", "b"], Pieces(new Tokenizer(WholeWordTrainer.Train([.. s_texts, "xeb xeb xeb"], 600, 2)), "xeb"));
        Assert.Equal(["r", "a", "r", "e"], Pieces(new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 2)), "rare"));
        Assert.Equal(["rare"], Pieces(new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 1)), "rare"));
    }

    [Fact]
    public void Reserved_words_are_control_tokens_after_the_turn_tokens_and_count_towards_the_size()
    {
        var vocabulary = WholeWordTrainer.Train(s_texts, 600, 20, slots: 5);
        Assert.Equal(["<|eot_id|>", "<|glue|>", "<|word_0|>", "<|word_1|>", "<|word_2|>", "<|word_3|>", "<|word_4|>"], vocabulary.Tokens.TakeLast(7));
        Assert.Equal("<|eot_id|>", vocabulary.Tokens[vocabulary.EosId!.Value]);
        Assert.Equal(10, vocabulary.SpecialIds.Count);
        var tokenizer = new Tokenizer(vocabulary);
        Assert.Single(tokenizer.Encode(" zephyr", WordSlots.For(tokenizer)));
        Assert.Equal(LeastWith(5), WholeWordTrainer.Train(Enumerable.Range(0, 9999).Select(i => $"w{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}"), LeastWith(5), 1, slots: 5).Tokens.Count);

        static int LeastWith(int slots) => WholeWordTrainer.LeastSize + slots;
    }

    [Fact]
    public void Any_text_survives_encoding_and_decoding()
    {
        var tokenizer = new Tokenizer(WholeWordTrainer.Train(s_texts, 600, 20));
        var parts = Gen.OneOf(" lighthouse", "The", " 42", "\n\n", "Ünïcode", "日本", "😀", " zephyr", "<|eot_id|>", "'s", "  ", ".");
        Property.Holds(parts.Array[0, 30], 300, 13, chosen =>
        {
            var text = string.Concat(chosen);
            var ids = tokenizer.Encode(text);
            Assert.Equal(text, tokenizer.Decode(ids));
            Assert.DoesNotContain(ids, tokenizer.Vocabulary.SpecialIds.Contains);
        });
    }

    [Fact]
    public void The_size_is_the_limit_and_the_most_frequent_pieces_get_the_places()
    {
        // Word i stands in i + 1 texts: 400 candidates for the 512 − 256 − 52 − 4 = 200 free places.
        static string Word(int i) => $" {(char)('a' + (i / 26))}{(char)('a' + (i % 26))}";
        var texts = Enumerable.Range(0, 400).Select(text => string.Concat(Enumerable.Range(text, 400 - text).Select(Word)));
        var vocabulary = WholeWordTrainer.Train(texts, 512, 1);
        var tokenizer = new Tokenizer(vocabulary);
        Assert.Equal(512, vocabulary.Tokens.Count);
        Assert.All(Enumerable.Range(200, 200), i => Assert.Single(tokenizer.Encode(Word(i))));
        Assert.All(Enumerable.Range(0, 200), i => Assert.True(tokenizer.Encode(Word(i)).Count > 1));
    }

    [Fact]
    public void A_word_never_seen_is_built_from_the_pieces_of_seen_ones()
    {
        var texts = Enumerable.Repeat(" walking talking stalking walker talker", 30);
        var vocabulary = WholeWordTrainer.Train(texts, 600, 20, pieces: 12);
        var tokenizer = new Tokenizer(vocabulary);

        Assert.Equal([" walking"], Pieces(tokenizer, " walking"));
        var unknown = Pieces(tokenizer, " balking");
        Assert.Equal(" balking", string.Concat(unknown));
        Assert.InRange(unknown.Length, 2, 5);
        Assert.Equal("ing", unknown[^1]);
    }

    [Fact]
    public void Special_tokens_stand_last_and_are_marked()
    {
        var vocabulary = WholeWordTrainer.Train(s_texts, 600, 20);
        Assert.Equal(WholeWordTrainer.SpecialTokens, vocabulary.Tokens.TakeLast(4), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(vocabulary.Tokens.Count - 4, 4), vocabulary.SpecialIds.Order());
        Assert.Equal("<|begin_of_text|>", vocabulary.Tokens[vocabulary.BosId!.Value]);
        Assert.Equal("<|eot_id|>", vocabulary.Tokens[vocabulary.EosId!.Value]);
    }

    [Fact]
    public void The_same_texts_in_another_order_give_the_same_vocabulary()
    {
        var one = WholeWordTrainer.Train(s_texts, 600, 1);
        var two = WholeWordTrainer.Train(s_texts.Reverse(), 600, 1);
        Assert.True(one.Tokens.Count > 320);
        Assert.Equal(one.Tokens, two.Tokens);
        Assert.Equal(one.Merges, two.Merges);
    }

    [Fact]
    public void The_vocabulary_survives_its_file()
    {
        using var folder = new TestFolder();
        var vocabulary = WholeWordTrainer.Train(s_texts, 600, 20);
        TokenizerJson.Save(vocabulary, folder.At("tokenizer.json"));
        var read = TokenizerJson.Load(folder.At("tokenizer.json"));
        Assert.Equal(vocabulary.Tokens, read.Tokens);
        Assert.Equal(vocabulary.Merges, read.Merges);
        Assert.Equal(vocabulary.SpecialIds.Order(), read.SpecialIds.Order());
        Assert.Equal((vocabulary.BosId, vocabulary.EosId, vocabulary.IgnoreMerges, vocabulary.PreTokenizer), (read.BosId, read.EosId, read.IgnoreMerges, read.PreTokenizer));
    }

    [Fact]
    public void A_size_without_room_for_bytes_and_letters_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WholeWordTrainer.Train(s_texts, 511, 1));

    [Fact]
    public void Texts_are_the_prose_and_every_message_of_a_file()
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", """{"text": "prose"}""", "", Tiny.Chat("why", "because"));
        Assert.Equal(["prose", "user", "why", "assistant", "because"], WholeWordTrainer.Texts(path), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("{\"text\": ")]
    [InlineData("[1, 2]")]
    [InlineData("{\"messages\": [{\"role\": \"user\"}]}")]
    [InlineData("{\"text\": 7}")]
    public void A_line_that_is_no_row_is_named_by_its_number(string line)
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", """{"text": "fine"}""", line);
        var error = Assert.Throws<ModelFileException>(() => WholeWordTrainer.Texts(path).Count());
        Assert.Contains("line 2", error.Message, StringComparison.Ordinal);
    }

    private static string[] Pieces(Tokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Select(id => tokenizer.Decode([id]))];
}
