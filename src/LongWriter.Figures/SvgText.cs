using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LongWriter.Figures;

/// <summary>Makes what Skia writes the same from time to time, legible without its font, and fit to stand in a page.</summary>
internal static partial class SvgText
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    /// <summary>Variables of the page's style by the colours that are drawn.</summary>
    private static readonly Dictionary<string, string> s_variables = new(StringComparer.OrdinalIgnoreCase)
    {
        [Palette.Ink] = "var(--ink)",
        [Palette.Quiet] = "var(--quiet)",
        [Palette.Grid] = "var(--grid)",
    };

    static SvgText()
    {
        foreach (var (i, colour) in Palette.Series.Index())
        {
            s_variables[colour] = $"var(--c{i})";
        }
    }

    public static string File(string drawn)
    {
        var root = Tidy(drawn, "clip");
        root.AddFirst(new XElement(s_svg + "rect", new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "white")));
        return root + "\n";
    }

    public static string Element(string drawn, string name, string label)
    {
        var root = Tidy(drawn, name);
        root.Attribute("width")!.Remove();
        root.Attribute("height")!.Remove();
        root.SetAttributeValue("role", "img");
        root.SetAttributeValue("aria-label", label);
        foreach (var attribute in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke"))
        {
            attribute.Value = s_variables.GetValueOrDefault(attribute.Value, attribute.Value);
        }

        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static XElement Tidy(string drawn, string prefix)
    {
        var root = XDocument.Parse(drawn).Root!;
        root.SetAttributeValue("viewBox", $"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}");
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in root.Descendants().Attributes("id"))
        {
            names[id.Value] = id.Value = $"{prefix}-{names.Count + 1}";
        }

        foreach (var attribute in root.Descendants().Attributes().Where(attribute => attribute.Value.StartsWith("url(#", StringComparison.Ordinal)))
        {
            var id = attribute.Value[5..^1];
            attribute.Value = $"url(#{names.GetValueOrDefault(id, id)})";
        }

        foreach (var text in root.Descendants(s_svg + "text"))
        {
            Spell(text);
        }

        return root;
    }

    /// <summary>Skia places every letter by the font it drew with. Another font has other widths: the whole text is given its place and length.</summary>
    private static void Spell(XElement text)
    {
        double[] places = [.. Numbers().Matches(text.Attribute("x")?.Value ?? "").Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture))];
        if (places.Length > 1)
        {
            var length = (places[^1] - places[0]) * places.Length / (places.Length - 1);
            text.SetAttributeValue("x", places[0].ToString("0.##", CultureInfo.InvariantCulture));
            text.SetAttributeValue("textLength", length.ToString("0.#", CultureInfo.InvariantCulture));
            text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
        }

        if (text.Attribute("y")?.Value is { } y && Numbers().Match(y) is { Success: true } first)
        {
            text.SetAttributeValue("y", first.Value);
        }

        text.SetAttributeValue("font-family", "DejaVu Sans, Verdana, sans-serif");
        text.Value = text.Value.Trim();
    }

    [GeneratedRegex(@"-?\d+(?:\.\d+)?(?:e-?\d+)?", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
