using CsCheck;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class WordSlotsTests
{
    private const int Slots = 4;
    private static readonly Tokenizer s_tokenizer = new(TestVocabulary.Create(
        words: ["Ġa", "Ġtext", "Ġabout", "Ġbread", "Write"],
        special: [WordSlots.Glue, .. Enumerable.Range(0, Slots).Select(WordSlots.Name), "<|eot_id|>"],
        ignoreMerges: true));

    [Fact]
    public void A_word_that_is_no_token_takes_one_slot_and_keeps_it()
    {
        var slots = New();
        var ids = s_tokenizer.Encode("Write a text about origami about bread about origami", slots);
        Assert.Equal(9, ids.Count);
        Assert.Equal(ids[4], ids[8]);
        Assert.True(IsSlot(ids[4]));
        Assert.Equal(["Write", "Ġa", "Ġtext", "Ġabout"], ids.Take(4).Select(id => s_tokenizer.Vocabulary.Tokens[id]));
        Assert.Equal(" origami"u8, slots.Bytes(ids[4]));
    }

    [Fact]
    public void A_word_without_its_space_is_the_same_word_behind_the_glue()
    {
        var slots = New();
        var plain = s_tokenizer.Encode(" origami", slots).Single();
        Assert.Equal(["\"", WordSlots.Glue], s_tokenizer.Encode("\"origami", slots)[..2].Select(id => s_tokenizer.Vocabulary.Tokens[id]));
        Assert.Equal(plain, s_tokenizer.Encode("\"origami", slots)[2]);
        Assert.Equal([WordSlots.Glue, "Ġbread"], s_tokenizer.Encode("bread", slots).Select(id => s_tokenizer.Vocabulary.Tokens[id]));
    }

    [Fact]
    public void Any_text_survives_encoding_and_streaming()
    {
        var taken = 0;
        Property.Holds(Gen.OneOf(Texts.OfUpTo(12), Gen.OneOf(" origami", "\"origami\"", " Origami's", "-bread", "né ", "7zyx", "\n\norigami", "日本", " <|glue|>", "<|word_0|>").Array[0, 12].Select(string.Concat)), 800, text =>
        {
            var slots = New();
            var ids = s_tokenizer.Encode(text, slots);
            var decoder = new StreamDecoder(s_tokenizer, slots);
            Assert.Equal(text, string.Concat(ids.Select(decoder.Push)) + decoder.Finish());
            taken += ids.Count(IsSlot);
        });
        Assert.True(taken > 500, $"only {taken} words stood in a slot");
    }

    [Fact]
    public void A_text_that_grows_by_whole_words_keeps_the_tokens_of_its_front() => Property.Holds(Gen.OneOf(" origami", " falconry", " bread", " orchard", " violin", " about", " tidal").Array[1, 14], 300, words =>
    {
        var whole = s_tokenizer.Encode(string.Concat(words), New());
        for (var count = 1; count < words.Length; count++)
        {
            var front = s_tokenizer.Encode(string.Concat(words[..count]), New());
            Assert.Equal(front, whole[..front.Count]);
        }
    });

    [Fact]
    public void More_words_than_slots_are_spelled()
    {
        var slots = New();
        string[] words = [" aqz", " bqz", " cqz", " dqz"];
        Assert.Equal(Slots, words.Select(word => s_tokenizer.Encode(word, slots).Single()).Distinct().Count());
        Assert.Equal(s_tokenizer.Encode(" eqz"), s_tokenizer.Encode(" eqz", slots));
        Assert.Single(s_tokenizer.Encode(" cqz", slots));
    }

    [Fact]
    public void Closed_slots_know_their_words_and_take_no_others()
    {
        var slots = New();
        s_tokenizer.Encode(" origami", slots);
        slots.Close();
        Assert.Single(s_tokenizer.Encode(" origami", slots));
        Assert.Equal(s_tokenizer.Encode(" falconry"), s_tokenizer.Encode(" falconry", slots));
    }

    [Fact]
    public void Numbers_marks_and_very_long_runs_of_letters_are_spelled()
    {
        var slots = New();
        foreach (var text in new[] { "2024", " ?!", "\n\n", new string('日', WordSlots.MostLetters + 1) })
        {
            Assert.Equal(s_tokenizer.Encode(text), s_tokenizer.Encode(text, slots));
        }
    }

    [Fact]
    public void Empty_slots_are_masked_and_full_ones_are_not()
    {
        var slots = New();
        var full = s_tokenizer.Encode(" origami", slots).Single();
        var logits = new float[s_tokenizer.Count];
        slots.Mask(logits);
        Assert.Equal(Slots - 1, logits.Count(float.IsNegativeInfinity));
        Assert.Equal(0, logits[full]);
        Assert.All(Enumerable.Range(0, logits.Length).Where(id => float.IsNegativeInfinity(logits[id])), id => Assert.True(IsSlot(id)));
    }

    [Fact]
    public void A_vocabulary_without_reserved_tokens_has_none()
    {
        Assert.Null(WordSlots.For(new Tokenizer(TestVocabulary.Create(special: ["<|eot_id|>"]))));
        Assert.Null(WordSlots.For(new Tokenizer(TestVocabulary.Create(special: [WordSlots.Glue]))));
    }

    [Fact]
    public void Tokens_of_those_names_that_are_no_control_tokens_reserve_nothing() =>
        Assert.Null(WordSlots.For(new Tokenizer(TestVocabulary.Create(words: [WordSlots.Glue, WordSlots.Name(0)]))));

    private static WordSlots New() => WordSlots.For(s_tokenizer)!;

    private static bool IsSlot(int id) => s_tokenizer.Vocabulary.Tokens[id].StartsWith("<|word_", StringComparison.Ordinal) && s_tokenizer.Vocabulary.SpecialIds.Contains(id);
}
