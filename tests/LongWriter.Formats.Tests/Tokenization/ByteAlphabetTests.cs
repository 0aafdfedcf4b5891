using System.Text;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Formats.Tests.Tokenization;

public class ByteAlphabetTests
{
    [Fact]
    public void Every_byte_has_a_visible_character_of_its_own()
    {
        var characters = Enumerable.Range(0, 256).Select(value => ByteAlphabet.ToChar((byte)value)).ToList();
        Assert.Equal(256, characters.Distinct().Count());
        Assert.DoesNotContain(characters, character => char.IsWhiteSpace(character) || char.IsControl(character));
    }

    [Theory]
    [InlineData(' ', 'Ġ')]
    [InlineData('\n', 'Ċ')]
    [InlineData('\t', 'ĉ')]
    [InlineData('a', 'a')]
    [InlineData('~', '~')]
    [InlineData(0x7F, 'ġ')]
    [InlineData(0xA0, 'ł')]
    [InlineData(0xAD, 'Ń')]
    [InlineData(0xFF, 'ÿ')]
    public void Bytes_have_the_characters_of_published_vocabularies(int value, char character) => Assert.Equal(character, ByteAlphabet.ToChar((byte)value));

    [Fact]
    public void Text_comes_back_from_its_bytes() => Property.Holds(Texts.OfUpTo(40), 300, text =>
        Assert.Equal(text, Encoding.UTF8.GetString(ByteAlphabet.ToBytes(ByteAlphabet.FromText(text))!)));

    [Theory]
    [InlineData("a b")]
    [InlineData("日")]
    [InlineData("\u0144")]
    public void A_token_with_a_character_outside_the_alphabet_has_no_bytes(string token) => Assert.Null(ByteAlphabet.ToBytes(token));
}
