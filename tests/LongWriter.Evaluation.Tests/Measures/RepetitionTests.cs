using LongWriter.Evaluation.Measures;

namespace LongWriter.Evaluation.Tests.Measures;

public class RepetitionTests
{
    [Fact]
    public void Repeated_four_grams_are_counted_over_all_bodies()
    {
        Assert.Equal(0, Repetition.FourGrams(["one two three four five"]));
        Assert.Equal(0, Repetition.FourGrams(["one two three"]));

        // "a b c d a b c d": five 4-grams, the last equal to the first.
        Assert.Equal(0.2, Repetition.FourGrams(["a b c d", "A B C D"]), 6);
        Assert.Equal(0.2, Repetition.FourGrams(["桥上有水，桥上有水。"]), 6);
    }

    [Fact]
    public void Only_sentences_of_eight_words_or_more_are_counted()
    {
        Assert.Equal(3, Repetition.MostOfASentence(["One two three four five six seven eight. One two three four five six seven eight! Short one.", "one two three four five six seven eight."]));
        Assert.Equal(2, Repetition.MostOfASentence(["河上有一座很旧的桥。河上有一座很旧的桥。"]));
        Assert.Equal(0, Repetition.MostOfASentence(["Short. Short. Short."]));
    }

    [Theory]
    [InlineData(1, 0.5)] // a b over a b a b
    [InlineData(2, 2 / 3.0)] // ab ba over ab ba ab
    [InlineData(3, 1)] // aba bab
    [InlineData(4, 1)]
    public void Distinct_n_is_different_over_all(int n, double expected) =>
        Assert.Equal(expected, Repetition.Distinct(WordNumbers.Of("a b A B"), n), 9);

    [Fact]
    public void A_text_too_short_for_an_n_gram_repeats_none() => Assert.Equal(1, Repetition.Distinct(WordNumbers.Of("a b"), 3));
}
