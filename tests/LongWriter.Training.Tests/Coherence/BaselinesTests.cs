using LongWriter.Training.Coherence;

namespace LongWriter.Training.Tests.Coherence;

public sealed class BaselinesTests
{
    [Fact]
    public void Shuffling_keeps_every_paragraph_and_changes_their_order()
    {
        string[] paragraphs = [.. Enumerable.Range(0, 20).Select(i => $"paragraph {i}\nof two lines")];
        var shuffled = Baselines.Shuffled(string.Join("\n\n", paragraphs), 1)!;
        Assert.Equal(shuffled, Baselines.Shuffled(string.Join("\n\n", paragraphs), 1));
        Assert.NotEqual(paragraphs, shuffled.Split("\n\n"));
        Assert.Equal(paragraphs.Order(StringComparer.Ordinal), shuffled.Split("\n\n").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Lines_are_paragraphs_where_there_are_no_empty_lines() =>
        Assert.Equal(["a", "b", "c"], Baselines.Shuffled("a\nb\nc", 3)!.Split("\n\n").Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("one paragraph")]
    [InlineData("two\n\nparagraphs")]
    public void Fewer_than_three_paragraphs_cannot_be_shuffled(string text) => Assert.Null(Baselines.Shuffled(text, 1));

    [Fact]
    public void The_first_tenth_is_repeated_to_the_same_length()
    {
        int[] ids = [.. Enumerable.Range(100, 25)];
        Assert.Equal([.. Enumerable.Range(0, 25).Select(i => 100 + (i % 2))], Baselines.Repeated(ids));
        Assert.Equal([7, 7, 7], Baselines.Repeated([7, 8, 9]));
    }
}
