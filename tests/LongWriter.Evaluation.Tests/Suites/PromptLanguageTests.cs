using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Tests.Suites;

public class PromptLanguageTests
{
    [Theory]
    [InlineData("Write a 2000-word article on bridges", "en")]
    [InlineData("Explain the idiom 画龙点睛 to people who read no Chinese at all", "en")]
    [InlineData("写一篇关于Transformer架构的文章，2000字", "zh")]
    [InlineData("", "en")]
    public void A_prompt_is_Chinese_where_a_fifth_of_its_letters_are(string prompt, string language) => Assert.Equal(language, PromptLanguage.Of(prompt));
}
