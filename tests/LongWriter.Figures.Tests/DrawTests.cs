using System.Xml.Linq;
using SkiaSharp;

namespace LongWriter.Figures.Tests;

public class DrawTests
{
    private static readonly Series[] s_series =
    [
        new("first", [new Point(100, 90), new Point(1000, 1200), new Point(10_000, 2000)]),
        new("桥, second", [new Point(100, 0), new Point(1000, 700)]),
    ];

    public static TheoryData<string> Kinds => ["scatter", "curves", "histogram", "radar"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_data_give_the_same_bytes(string kind)
    {
        var (first, png) = (Drawn(kind).ToSvg(), Drawn(kind).ToPng());
        Assert.Equal(first, Drawn(kind).ToSvg());
        Assert.Equal(png, Drawn(kind).ToPng());
        Assert.Equal(Drawn(kind).ToElement("x"), Drawn(kind).ToElement("x"));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_picture_shows_its_data_and_its_labels(string kind)
    {
        using var picture = SKBitmap.Decode(Drawn(kind).ToPng());
        Assert.Equal((920, 720), (picture.Width, picture.Height));
        var colours = picture.Pixels.CountBy(pixel => pixel).ToDictionary();
        Assert.True(colours.GetValueOrDefault(SKColor.Parse("#1F6FB2")) > 100, "no series is drawn");
        Assert.True(colours.GetValueOrDefault(SKColor.Parse("#28323C")) > 100, "no label is drawn");
        Assert.Equal(SKColors.White, picture.GetPixel(0, 0));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_element_has_the_colours_of_its_page_and_ids_of_its_own(string kind)
    {
        var element = XElement.Parse(Drawn(kind).ToElement("what it <shows>"));
        Assert.Equal("what it <shows>", element.Attribute("aria-label")!.Value);
        Assert.Contains(element.Descendants().Attributes(), attribute => attribute.Value == "var(--c0)");
        Assert.Contains(element.Descendants().Attributes(), attribute => attribute.Value == "var(--ink)");
        var ids = element.Descendants().Attributes("id").Select(id => id.Value).ToList();
        Assert.All(ids, id => Assert.StartsWith(kind, id, StringComparison.Ordinal));
        Assert.All(
            element.Descendants().Attributes().Where(attribute => attribute.Value.Contains("url(", StringComparison.Ordinal)),
            attribute => Assert.Contains(attribute.Value[5..^1], ids));
    }

    [Fact]
    public void A_name_with_letters_that_the_font_lacks_is_told_by_its_number()
    {
        var svg = Drawn("scatter").ToSvg();
        Assert.Contains(">first<", svg, StringComparison.Ordinal);
        Assert.Contains(">run 2<", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("桥", svg, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_letter_of_a_label_is_in_the_file()
    {
        var texts = XElement.Parse(Drawn("scatter").ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value).ToList();
        Assert.Contains("words asked for", texts);
        Assert.Contains("10,000", texts);
    }

    [Fact]
    public void Without_data_there_is_an_empty_figure_and_no_fault()
    {
        Assert.NotEmpty(Draw.LengthHistogram("h", "words", "texts", []).ToPng());
        Assert.NotEmpty(Draw.Curves("c", "x", "y", [new Series("none", [])]).ToPng());
        Assert.NotEmpty(Draw.Curves("c", "x", "y", [new Series("flat", [new Point(1, 0)])]).ToPng());
        Assert.NotEmpty(Draw.Scatter("s", "x", "y", []).ToPng());
    }

    private static Drawing Drawn(string kind) => kind switch
    {
        "scatter" => Draw.Scatter(kind, "words asked for", "words written", s_series),
        "curves" => Draw.Curves(kind, "tokens", "nats", s_series),
        "histogram" => Draw.LengthHistogram(kind, "words", "texts", [.. Enumerable.Range(1, 400).Select(i => i * i)]),
        _ => Radar.Of(kind, ["One", "Two", "Three and more of it"], [("first", [80, 60, 70]), ("not judged", []), ("third", [20, 30, 40])]),
    };
}
