using LongWriter.Evaluation.Measures;

namespace LongWriter.Evaluation.Tests.Measures;

public class NearnessTests
{
    [Fact]
    public void The_nearest_reference_shares_the_rare_words()
    {
        string[] steps = ["the trade of merchants in ledgers", "the repair of hinges by carpenters", "the storage of barrels in cellars"];

        Assert.Equal([2, 0, 1], Nearness.Nearest(["barrels and cellars", "merchants sold the trade", "of carpenters, hinges and the rest"], steps));
    }

    [Fact]
    public void A_text_that_shares_no_word_is_near_to_none() => Assert.Equal([-1], Nearness.Nearest(["waves"], ["stones", "rivers"]));
}
