using CsCheck;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class StreamDecoderTests
{
    [Fact]
    public void Pushed_tokens_make_the_whole_text_and_never_half_a_character()
    {
        var held = 0;
        Property.Holds(Gen.Select(Gen.Int, Texts.OfUpTo(30)), 500, sample =>
        {
            // Merges of the bytes of these characters at random make tokens that begin and end inside a character.
            var (seed, text) = sample;
            var tokenizer = new Tokenizer(TestVocabulary.WithRandomMerges(seed, "日本é🙂 a", 60));
            var decoder = new StreamDecoder(tokenizer);
            var parts = tokenizer.Encode(text).ConvertAll(decoder.Push);
            Assert.DoesNotContain(parts, part => part.Contains('\uFFFD', StringComparison.Ordinal));
            Assert.DoesNotContain(parts, part => part.Length > 0 && (char.IsHighSurrogate(part[^1]) || char.IsLowSurrogate(part[0])));
            Assert.Equal(text, string.Concat(parts));
            Assert.Equal("", decoder.Finish());
            held += parts.Count(part => part.Length == 0);
        });
        Assert.True(held > 1_000, $"only {held} tokens ended inside a character");
    }

    [Fact]
    public void A_character_is_emitted_by_its_last_byte()
    {
        var decoder = new StreamDecoder(new Tokenizer(TestVocabulary.Create()));
        Assert.Equal(["a", "", "", "", "🙂", "", "é"], new[] { 'a', 0xF0, 0x9F, 0x99, 0x82, 0xC3, 0xA9 }.Select(decoder.Push));
    }

    [Fact]
    public void Any_ids_make_the_text_that_decoding_at_once_makes() => Property.Holds(Gen.Int[0, 257].Array[0, 40], 500, ids =>
    {
        var tokenizer = new Tokenizer(TestVocabulary.Create(words: ["Ã©x"], special: ["<|eot_id|>"]));
        var decoder = new StreamDecoder(tokenizer);
        Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(decoder.Push)) + decoder.Finish());
    });

    [Fact]
    public void A_character_that_is_never_completed_ends_as_the_replacement_character()
    {
        var decoder = new StreamDecoder(new Tokenizer(TestVocabulary.Create()));
        Assert.Equal("", decoder.Push(0xF0));
        Assert.Equal("", decoder.Push(0x9F));
        Assert.Equal("\uFFFD", decoder.Finish());
        Assert.Equal("", decoder.Finish());
    }

    [Fact]
    public void Special_tokens_are_silent()
    {
        var decoder = new StreamDecoder(new Tokenizer(TestVocabulary.Create(special: ["<|eot_id|>"])));
        Assert.Equal("a", decoder.Push('a'));
        Assert.Equal("", decoder.Push(256));
        Assert.Equal("b", decoder.Push('b'));
    }
}
