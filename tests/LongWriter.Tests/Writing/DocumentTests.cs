using LongWriter.Writing;

namespace LongWriter.Tests;

public class DocumentTests
{
    private static readonly Document s_document = new("The sea", [new Section(1, "Mud\n\nMud is soft.\n\nIt stays.", 6), new Section(2, "A line alone", 3), new Section(3, " Stone \r\n\r\n  Stone is hard.", 4)]);

    [Fact]
    public void Markdown_has_the_title_and_each_section_s_first_line_as_headings() =>
        Assert.Equal("# The sea\n\n## Mud\n\nMud is soft.\n\nIt stays.\n\n## A line alone\n\n## Stone\n\nStone is hard.\n", s_document.ToMarkdown());

    [Fact]
    public void Words_are_the_sections_alone_and_the_title_is_not_counted()
    {
        Assert.Equal(13, s_document.Words);
        Assert.Equal(0, new Document("The sea", []).Words);
        Assert.Equal("# The sea\n", new Document("The sea", []).ToMarkdown());
    }

    [Fact]
    public void The_text_is_the_sections_as_the_model_wrote_them() =>
        Assert.Equal("Mud\n\nMud is soft.\n\nIt stays.\n\nA line alone\n\n Stone \r\n\r\n  Stone is hard.", s_document.Text);
}
