using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace LongWriter.Figures;

/// <summary>An empty plot in the style of all figures, and its axes.</summary>
internal static class Canvas
{
    private const float FontSize = 14;

    public static Plot Create(string across, string up)
    {
        FigureFont.Use();
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(Color.FromHex(Palette.Quiet));
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        (plot.Axes.Right.MinimumSize, plot.Axes.Top.MinimumSize) = (26, 14);
        plot.Grid.MajorLineColor = Color.FromHex(Palette.Grid);
        foreach (var (axis, label) in new[] { ((IAxis)plot.Axes.Bottom, across), (plot.Axes.Left, up) })
        {
            axis.Label.Text = label;
            axis.Label.Bold = false;
            axis.Label.FontSize = axis.TickLabelStyle.FontSize = FontSize;
            axis.Label.ForeColor = axis.TickLabelStyle.ForeColor = Color.FromHex(Palette.Ink);
            axis.Label.FontName = axis.TickLabelStyle.FontName = FigureFont.Name;
            axis.MinorTickStyle.Length = 0;
        }

        return plot;
    }

    /// <summary>On white, with a legend where it tells something.</summary>
    public static Plot Finish(Plot plot, bool legend, int series)
    {
        plot.HideLegend();
        if (legend)
        {
            plot.FigureBackground.Color = Colors.White;
        }

        if (legend && series > 1)
        {
            plot.Legend.FontName = FigureFont.Name;
            plot.Legend.FontSize = FontSize;
            plot.Legend.FontColor = Color.FromHex(Palette.Ink);
            plot.Legend.OutlineColor = Colors.Transparent;
            plot.Legend.ShadowColor = Colors.Transparent;
            plot.Legend.BackgroundColor = Colors.Transparent;
            plot.ShowLegend(Edge.Bottom);
        }

        return plot;
    }

    /// <summary>A name for the legend of a file; one with letters that the font lacks is told by its number.</summary>
    public static string Name(string name, int series) => FigureFont.Has(name) ? name : string.Create(CultureInfo.InvariantCulture, $"run {series + 1}");

    /// <summary>Words of any size: places are logarithms, labels are 1, 2 and 5 of each power of ten, or the powers alone where they are many.</summary>
    public static NumericManual Logarithmic(double low, double high)
    {
        var ticks = new NumericManual();
        double[] shown = high - low > 2.2 ? [1] : [1, 2, 5];
        for (var power = (int)Math.Floor(low); power <= Math.Ceiling(high); power++)
        {
            foreach (var digit in shown.Where(digit => Math.Log10(digit) + power >= low - 1e-9 && Math.Log10(digit) + power <= high + 1e-9))
            {
                ticks.AddMajor(Math.Log10(digit) + power, (digit * Math.Pow(10, power)).ToString("N0", CultureInfo.InvariantCulture));
            }
        }

        return ticks;
    }

    /// <summary>Five to eight round numbers.</summary>
    public static NumericManual Linear(double low, double high, string unit)
    {
        var rough = (high - low) / 6;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 2.5, 5, 10 }.First(factor => factor * power >= rough * 0.999) * power;

        // As many decimals as a step has, so that no two numbers look the same.
        var decimals = Enumerable.Range(0, 12).FirstOrDefault(places => Math.Abs((step * Math.Pow(10, places)) - Math.Round(step * Math.Pow(10, places))) < 1e-6, 12);
        var format = string.Create(CultureInfo.InvariantCulture, $"N{decimals}");
        var ticks = new NumericManual();
        for (var i = (int)Math.Ceiling((low / step) - 1e-9); i * step <= high + (step * 1e-6); i++)
        {
            ticks.AddMajor(i * step, (i * step).ToString(format, CultureInfo.InvariantCulture) + unit);
        }

        return ticks;
    }
}
