using LongWriter.Cli.Rendering;

namespace LongWriter.Cli.Tests.Rendering;

public class PrintableTests
{
    [Theory]
    [InlineData("Early Rome", "Early Rome")]
    [InlineData("\u001b[2JGone", " [2JGone")]
    [InlineData("a\tb\u0007\u009b", "a b  ")]
    [InlineData("", "")]
    public void Control_characters_become_spaces(string text, string shown) => Assert.Equal(shown, Printable.Of(text));
}
