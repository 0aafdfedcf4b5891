using ScottPlot;

namespace LongWriter.Figures;

/// <summary>A figure, drawn when it is asked for. The same data give the same bytes.</summary>
public sealed class Drawing
{
    private const int Width = 460;
    private const int Height = 360;
    private const double PngScale = 2;

    /// <summary>The plotting library counts names of clips for the whole process.</summary>
    private static readonly Lock s_gate = new();

    private readonly Func<bool, Plot> _draw;

    /// <param name="draw">Draws it, with a legend or without one.</param>
    internal Drawing(string name, IReadOnlyList<string> series, Func<bool, Plot> draw) => (Name, Series, _draw) = (name, series, draw);

    /// <summary>Of its files, without an extension.</summary>
    public string Name { get; }

    /// <summary>Names of its series, in the order of their colours.</summary>
    public IReadOnlyList<string> Series { get; }

    /// <summary>A file of its own: on white, with a legend.</summary>
    public string ToSvg() => SvgText.File(Svg(legend: true));

    /// <summary>920 by 720 pixels, on white, with a legend.</summary>
    public byte[] ToPng()
    {
        lock (s_gate)
        {
            using var plot = _draw(true);
            plot.ScaleFactor = PngScale;
            return plot.GetImage((int)(Width * PngScale), (int)(Height * PngScale)).GetImageBytes(ImageFormat.Png);
        }
    }

    /// <summary>An element of a page, in the page's colours; the legend is the page's.</summary>
    /// <param name="label">What it shows, for those who cannot see it.</param>
    public string ToElement(string label) => SvgText.Element(Svg(legend: false), Name, label);

    private string Svg(bool legend)
    {
        lock (s_gate)
        {
            using var plot = _draw(legend);
            return plot.GetSvgXml(Width, Height);
        }
    }
}
