using LongWriter.Text;

namespace LongWriter.Tests;

public class DocumentTitleTests
{
    [Theory]
    [InlineData("Write a 10,000-word article on the history of the Roman Empire", "The history of the Roman Empire")]
    [InlineData("Write a 1000-word China travel guide", "China travel guide")]
    [InlineData("Write a 1000-word novel about a teenage heroine who grows up and ends up changing the world", "A teenage heroine who grows up and ends up changing the world")]
    [InlineData("Write about 2,000 words on rivers.", "Rivers")]
    [InlineData("Please write me an essay regarding \"slow travel\"", "Slow travel")]
    [InlineData("Draft a 5k-word report about   the tides", "The tides")]
    [InlineData("A guide to old bridges", "A guide to old bridges")]
    [InlineData("\n  Write an essay on bread\nwith many examples", "Bread")]
    [InlineData("写一篇文章", "写一篇文章")]
    public void The_title_is_what_the_text_is_about(string instruction, string title) => Assert.Equal(title, DocumentTitle.From(instruction));

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("Write 2,000 words")]
    [InlineData("...")]
    public void Without_a_subject_the_title_says_so(string instruction) => Assert.Equal("Untitled", DocumentTitle.From(instruction));

    [Fact]
    public void A_long_subject_is_cut_at_a_word()
    {
        var title = DocumentTitle.From("Write about " + string.Join(' ', Enumerable.Repeat("rivers", 40)));

        Assert.EndsWith("rivers …", title, StringComparison.Ordinal);
        Assert.InRange(title.Length, 70, 92);
    }

    [Fact]
    public void A_long_subject_without_spaces_is_cut_between_characters()
    {
        Assert.Equal(new string('写', 90) + " …", DocumentTitle.From(new string('写', 200)));
        Assert.Equal("写" + string.Concat(Enumerable.Repeat("\U00020000", 44)) + " …", DocumentTitle.From("写" + string.Concat(Enumerable.Repeat("\U00020000", 100))));
    }

    [Fact]
    public void A_wall_of_digits_is_read_in_no_time() => Assert.NotEmpty(DocumentTitle.From(new string('1', 100_000)));
}
