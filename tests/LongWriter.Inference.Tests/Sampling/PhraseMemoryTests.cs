using LongWriter.Inference.Sampling;

namespace LongWriter.Inference.Tests.Sampling;

public sealed class PhraseMemoryTests
{
    [Theory]
    [InlineData("the gray cat sat down", true)]
    [InlineData("At noon THE GRAY CAT, SAT there", true)]
    [InlineData("The gray cat slept", false)]
    [InlineData("gray cat sat", false)]
    [InlineData("the gray, and the cat sat", false)]
    [InlineData("under the gray cat sa", false)]
    [InlineData("", false)]
    public void A_run_is_known_by_its_words_alone(string sentence, bool held)
    {
        var memory = new PhraseMemory(4);
        memory.Add("Yesterday the gray cat sat on a wall.");
        Assert.Equal(held, memory.Holds(sentence));
    }

    [Fact]
    public void A_run_that_stands_three_times_is_a_term_and_free()
    {
        var memory = new PhraseMemory(4);
        memory.Add("a history of the city");
        memory.Add("the long history of the city");
        Assert.True(memory.Holds("in the history of the city"));
        memory.Add("what history of the city");
        Assert.False(memory.Holds("in the history of the city"));
        Assert.True(memory.Holds("the long history of it"));
    }

    [Fact]
    public void Text_shorter_than_a_run_leaves_nothing_behind()
    {
        var memory = new PhraseMemory(4);
        memory.Add("one two three");
        Assert.False(memory.Holds("one two three four one two three"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void Runs_may_be_short_or_long(int length)
    {
        var memory = new PhraseMemory(length);
        var text = string.Join(' ', Enumerable.Range(0, length).Select(i => $"w{i}"));
        memory.Add(text);
        Assert.True(memory.Holds("so " + text));
        Assert.False(memory.Holds("so x" + text[1..]));
    }

    [Fact]
    public void A_run_of_no_words_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new PhraseMemory(0));
}
