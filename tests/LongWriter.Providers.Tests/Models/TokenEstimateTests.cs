using CsCheck;
using LongWriter.Fakes;
using LongWriter.Providers.Models;

namespace LongWriter.Providers.Tests.Models;

public class TokenEstimateTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("The river rises in the high country, where snow lies until June, and runs for nine hundred miles before it meets the sea. Along its banks stand mills, orchards, and the small towns that live by both of them.", 57)]
    [InlineData("长江发源于青藏高原，全长六千三百余公里，流经十一个省市，最后注入东海。", 39)]
    [InlineData("Река берёт начало в горах, где снег лежит до июня, и течёт девятьсот миль до самого моря.", 44)]
    public void English_has_four_characters_a_token_others_two_and_Chinese_one_and_a_tenth_is_added(string text, int tokens) => Assert.Equal(tokens, TokenEstimate.Of(text));

    [Fact]
    public void Parts_never_count_for_less_than_the_whole() => Gen.Select(Gen.String, Gen.String).Each(2000, texts =>
        Assert.True(TokenEstimate.Of(texts.Item1) + TokenEstimate.Of(texts.Item2) >= TokenEstimate.Of(texts.Item1 + texts.Item2)));
}
