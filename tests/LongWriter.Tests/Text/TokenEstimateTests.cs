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
    public void Four_letters_are_a_token_and_so_is_one_character_of_Chinese(string text, int tokens) => Assert.Equal(tokens, TokenEstimate.Of(text));
}
