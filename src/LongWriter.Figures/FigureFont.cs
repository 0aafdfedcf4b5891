using ScottPlot;
using SkiaSharp;

namespace LongWriter.Figures;

/// <summary>The font of figures comes with the program: they look the same on every machine, and on one without fonts.</summary>
internal sealed class FigureFont : IFontResolver
{
    public const string Name = "LongWriter DejaVu Sans";

    private static readonly SKTypeface s_typeface = Load();

    static FigureFont() => Fonts.FontResolvers.Insert(0, new FigureFont());

    private FigureFont()
    {
    }

    /// <summary>Has the plotting library find the font.</summary>
    public static void Use()
    {
        // The static constructor does it, once.
    }

    /// <summary>Whether every letter of a text is in the font; a text with others would be shown as boxes.</summary>
    public static bool Has(string text)
    {
        using var font = new SKFont(s_typeface);
        return font.ContainsGlyphs(text);
    }

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) => fontName == Name ? s_typeface : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Name ? s_typeface : null;

    private static SKTypeface Load()
    {
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        return SKTypeface.FromStream(stream);
    }
}
