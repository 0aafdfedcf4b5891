namespace LongWriter.Nano.Tests;

public class TextMeasuresTests
{
    [Fact]
    public void Repeated_four_grams_are_counted_over_all_bodies()
    {
        Assert.Equal(0, TextMeasures.RepeatedFourGrams(["one two three four five"]));
        Assert.Equal(0, TextMeasures.RepeatedFourGrams(["one two three"]));

        // "a b c d a b c d": five 4-grams, the last equal to the first.
        Assert.Equal(0.2, TextMeasures.RepeatedFourGrams(["a b c d", "A B C D"]), 6);
    }

    [Fact]
    public void Only_sentences_of_eight_words_or_more_are_counted()
    {
        Assert.Equal(3, TextMeasures.MostRepeatedSentence(["One two three four five six seven eight. One two three four five six seven eight! Short one.", "one two three four five six seven eight."]));
        Assert.Equal(0, TextMeasures.MostRepeatedSentence(["Short. Short. Short."]));
    }

    [Fact]
    public void The_nearest_reference_shares_the_rare_words()
    {
        string[] steps = ["the trade of merchants in ledgers", "the repair of hinges by carpenters", "the storage of barrels in cellars"];

        Assert.Equal([2, 0, 1], TextMeasures.Nearest(["barrels and cellars", "merchants sold the trade", "of carpenters, hinges and the rest"], steps));
    }
}
