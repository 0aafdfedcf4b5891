using System.Text.RegularExpressions;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Server.Arena;

namespace LongWriter.Server.Tests.Arena;

public partial class SafeMarkdownTests
{
    private static readonly bool s_long = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long";

    private static readonly string[] s_pieces =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "[a](javascript:alert(1))", "![b](javascript:alert(1) \"t\")", "<javascript:alert(1)>", "<https://a.b/\" onclick=\"x>",
        "[c]: javascript:alert(1)\n", "[c]", "```html\"onload=x\n", "```\n", "`", "**", "*", "_", "~~", "# ", "> ", "- ", "1. ", "\n", "\n\n", "    ", "&lt;", "&#60;script&#62;", "\"", "'", "<", ">", "<!--", "-->", "<![CDATA[", "| a | b |\n|:--|--:|\n| <b> | c |\n", "\\", "\0", "\u2028", "]]>", "text ", "文字",
    ];

    /// <summary>Every tag that the renderer may make: of these names, with a number or a class of a fence at most.</summary>
    [GeneratedRegex("""</?(p|h[1-6]|em|strong|del|code|pre|blockquote|ul|ol|li|hr|br|table|thead|tbody|tr|th|td)( start="\d+"| class="(plain|language-[^"<>]*)")? ?/?>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Allowed { get; }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("[click](javascript:alert(1))", "<p>click</p>")]
    [InlineData("![a *picture*](https://a.example/x.png)", "<p>a <em>picture</em></p>")]
    [InlineData("<https://a.example/>", "<p>https://a.example/</p>")]
    [InlineData("## Bridges\n\nOld **stone**.", "<h2>Bridges</h2>\n<p>Old <strong>stone</strong>.</p>")]
    [InlineData("", "")]
    public void Markdown_is_shown_and_nothing_in_it_acts(string text, string html) => Assert.Equal(html, SafeMarkdown.ToHtml(text).TrimEnd());

    [Fact]
    public void No_text_makes_a_tag_or_an_attribute_that_is_not_known() =>
        Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]).Array[1, 12].Each(s_long ? 100_000 : 3000, pieces =>
        {
            var rest = Allowed.Replace(SafeMarkdown.ToHtml(string.Concat(pieces)), "");
            Assert.DoesNotContain('<', rest);
            Assert.DoesNotContain('>', rest);
        });

    [Fact]
    public void What_is_nested_too_deep_is_shown_as_it_is()
    {
        var text = string.Concat(Enumerable.Repeat("> ", 3000)) + "<b>deep";
        var html = SafeMarkdown.ToHtml(text);
        Assert.Contains("&lt;b&gt;deep", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }
}
