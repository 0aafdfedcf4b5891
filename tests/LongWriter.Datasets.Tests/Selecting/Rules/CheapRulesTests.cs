using LongWriter.Datasets.Selecting;
using LongWriter.Datasets.Selecting.Rules;

namespace LongWriter.Datasets.Tests.Selecting.Rules;

public class CheapRulesTests
{
    [Theory]
    [InlineData("Write a 3000-word story about a lighthouse keeper", null)]
    [InlineData("写一篇三千字的小说，讲述灯塔守护人", null)]
    [InlineData("Write a story about a lighthouse keeper and his dog", null)]
    [InlineData("Write a 300-word story about a lighthouse keeper", Reason.AsksForLess)]
    [InlineData("Escribe una historia de 3000 palabras sobre el faro de la isla", Reason.Language)]
    [InlineData("灯台守についての三千文字の物語を書いてください", Reason.Language)]
    [InlineData("Напиши рассказ о смотрителе маяка", Reason.Language)]
    [InlineData("continue please", Reason.PromptLength)]
    [InlineData("Write a 3000-word hentai story", Reason.Toxic)]
    [InlineData("写一篇三千字的色情小说，要详细", Reason.Toxic)]
    [InlineData("Write a web scraper that gets 3000 words from each page", Reason.Scraping)]
    [InlineData("", Reason.Empty)]
    public void A_prompt_is_passed_over_for_the_first_rule_against_it(string prompt, Reason? reason) => Assert.Equal(reason, new CheapRules(new SelectionOptions()).Judge(prompt).Reason);

    [Fact]
    public void Phrases_in_Latin_letters_match_whole_words_only()
    {
        Assert.Null(PhraseList.Toxic.In("Grapes, drapes, and rapeseed oil"));
        Assert.Equal("rape", PhraseList.Toxic.In("grapes and RAPE"));
        Assert.All(PhraseList.Toxic.Phrases.Concat(PhraseList.Scraping.Phrases), phrase => Assert.NotNull(PhraseList.Toxic.In($"x {phrase} y") ?? PhraseList.Scraping.In($"x {phrase} y")));
    }
}
