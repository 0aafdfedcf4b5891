using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;

namespace LongWriter.Tests;

public class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("four", 1)]
    [InlineData("a word", 2)]
    [InlineData("一万字。", 4)]
    [InlineData("한국어", 3)]
    [InlineData("ab一cd", 2)]
    [InlineData("Река берёт начало в горах", 12)]
    public void Four_letters_are_a_token_two_of_other_alphabets_and_one_character_of_Chinese(string text, int tokens) => Assert.Equal(tokens, TokenEstimate.Of(text));

    [Fact]
    public void Parts_never_count_for_less_than_the_whole() => Gen.Select(Gen.String, Gen.String).Each(2000, texts =>
        Assert.True(TokenEstimate.Of(texts.Item1) + TokenEstimate.Of(texts.Item2) >= TokenEstimate.Of(texts.Item1 + texts.Item2)));
}
