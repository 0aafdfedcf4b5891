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

    [Theory]
    [InlineData("Grapes, drapes, and rapeseed oil", null)]
    [InlineData("grapes and RAPE", "rape")]
    [InlineData("how oilseed rape is grown", null)]
    [InlineData("how oilseed rape is grown, and a rape", "rape")]
    [InlineData("Shota Rustaveli and his age", null)]
    [InlineData("她年幼女儿的日记", null)]
    [InlineData("年幼女儿，又一个幼女", "幼女")]
    [InlineData("分析角色情感的变化", null)]
    [InlineData("研究抑制毒素的方法", null)]
    [InlineData("制毒的流程", "制毒")]
    public void Phrases_match_whole_words_and_not_within_texts_that_mean_something_else(string prompt, string? phrase) => Assert.Equal(phrase, PhraseList.Toxic.In(prompt));

    [Theory]
    [InlineData("爬虫类动物的起源", null)]
    [InlineData("用爬虫收集网页", "爬虫")]
    public void So_do_those_of_scraping(string prompt, string? phrase) => Assert.Equal(phrase, PhraseList.Scraping.In(prompt));

    [Fact]
    public void Every_phrase_is_found_and_no_text_that_means_something_else_is() => Assert.All([PhraseList.Toxic, PhraseList.Scraping], list =>
    {
        Assert.All(list.Phrases, phrase => Assert.NotNull(list.In($"x {phrase} y")));
        Assert.NotEmpty(list.Harmless);
        Assert.All(list.Harmless, text => Assert.Null(list.In($"x {text} y")));
    });
}
