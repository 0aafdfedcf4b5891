using LongWriter.Writing;

namespace LongWriter.Tests;

public class SectionTests
{
    [Theory]
    [InlineData("Heading\n\nBody.", "Heading", "Body.")]
    [InlineData("Heading\nBody.\nMore.", "Heading", "Body.\nMore.")]
    [InlineData("  Heading  \r\n\r\n Body. ", "Heading", "Body.")]
    [InlineData("One paragraph alone.", "One paragraph alone.", "")]
    [InlineData("", "", "")]
    public void The_first_line_is_the_heading_and_the_rest_the_body(string text, string heading, string body)
    {
        var section = new Section(1, text, 0);

        Assert.Equal((heading, body), (section.Heading, section.Body));
    }
}
