using CsCheck;
using LongWriter.Evaluation.Measures;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Measures;

public class UnicodeWordsTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(" — … ! 🙂 ", 0)]
    [InlineData("don't stop", 2)]
    [InlineData("l’été d’Anna", 2)]
    [InlineData("'quoted' ’tis rock ’n’ roll", 5)]
    [InlineData("GPT4 and word2vec", 3)]
    [InlineData("In 1984, 10,000.5 and 3.14", 5)]
    [InlineData("well-known", 2)]
    [InlineData("the end.Then", 3)]
    [InlineData("snake_case", 1)]
    [InlineData("café noir", 2)] // decomposed
    [InlineData("x² ½", 2)]
    [InlineData("Широкая электрификация", 2)]
    [InlineData("Ελλάδα και", 2)]
    [InlineData("السلام عليكم", 2)]
    [InlineData("می‌خواهم", 1)] // a joiner of width 0 within
    [InlineData("नमस्ते दुनिया", 2)]
    [InlineData("한국어 단어", 2)]
    [InlineData("使用GPT模型", 5)]
    [InlineData("ひらがなカタカナ", 8)]
    [InlineData("が", 1)] // decomposed
    [InlineData("人々〇", 3)]
    [InlineData("𠀀㐀", 2)]
    [InlineData("2024年", 2)]
    [InlineData("col·lecció", 1)]
    [InlineData("\u0301a", 1)]
    [InlineData("\uD800 a", 1)]
    public void Words_of_any_script_are_counted(string text, int words)
    {
        Assert.Equal(words, UnicodeWords.Count(text));
        Assert.Equal(words, UnicodeWords.Of(text).Count);
    }

    [Fact]
    public void Words_come_in_lower_case_with_one_apostrophe() => Assert.Equal(["don't", "été", "水"], UnicodeWords.Of("Don’t ÉTÉ 水"));

    [Fact]
    public void Any_text_is_counted_and_texts_a_space_apart_count_together() =>
        Gen.Select(Gen.String, Gen.String).Each(2000, pair =>
        {
            var (left, right) = pair;
            Assert.Equal(UnicodeWords.Count(left) + UnicodeWords.Count(right), UnicodeWords.Count(left + " " + right));
        });
}
