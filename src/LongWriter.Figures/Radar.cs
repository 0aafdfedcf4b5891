using System.Globalization;
using ScottPlot;

namespace LongWriter.Figures;

/// <summary>Several sides of each series at once, 0 to 100.</summary>
public static class Radar
{
    private const double Full = 100;

    private static readonly double[] s_rings = [25, 50, 75, Full];

    /// <param name="sides">Names of three sides or more, from the top on, clockwise.</param>
    /// <param name="series">A value of each side, by the series' name; a series without values keeps its colour free.</param>
    public static Drawing Of(string name, IReadOnlyList<string> sides, IReadOnlyList<(string Name, IReadOnlyList<double> Values)> series)
    {
        ArgumentNullException.ThrowIfNull(sides);
        ArgumentNullException.ThrowIfNull(series);
        return new Drawing(name, [.. series.Select(one => one.Name)], legend =>
        {
            var plot = Canvas.Create("", "");
            plot.HideGrid();
            plot.Layout.Frameless();
            foreach (var ring in s_rings)
            {
                Polygon(plot, [.. sides.Select((_, i) => At(i, ring))], Color.FromHex(Palette.Grid), 1);
            }

            foreach (var (i, side) in sides.Index())
            {
                var spoke = plot.Add.Line(new Coordinates(0, 0), At(i, Full));
                (spoke.Color, spoke.LineWidth) = (Color.FromHex(Palette.Grid), 1);
                var at = At(i, Full * 1.07);
                Text(plot, TwoLines(side), at, Palette.Ink, Math.Abs(at.X) < 1 ? (at.Y > 0 ? Alignment.LowerCenter : Alignment.UpperCenter) : at.X > 0 ? Alignment.MiddleLeft : Alignment.MiddleRight);
            }

            foreach (var ring in s_rings)
            {
                Text(plot, ring.ToString(CultureInfo.InvariantCulture), new Coordinates(2, ring - 1), Palette.Quiet, Alignment.UpperLeft, 11);
            }

            foreach (var (i, one) in series.Index().Where(one => one.Item.Values.Count > 0))
            {
                var line = Polygon(plot, [.. one.Values.Select((value, side) => At(side, value))], Palette.Of(i), 2);
                (line.MarkerShape, line.MarkerSize, line.LegendText) = (Palette.Shape(i), 6, Canvas.Name(one.Name, i));
            }

            // Room at the sides for their names; units as long across as up, so that the rings are round.
            plot.Axes.SetLimits(-165, 165, -125, 125);
            plot.Axes.SquareUnits();
            return Canvas.Finish(plot, legend, series.Count);
        });

        Coordinates At(int side, double value)
        {
            var angle = 2 * Math.PI * side / sides.Count;
            return new Coordinates(Math.Sin(angle) * value, Math.Cos(angle) * value);
        }
    }

    /// <summary>Long names would meet the edge.</summary>
    private static string TwoLines(string side) => side.Length > 12 && side.IndexOf(' ', StringComparison.Ordinal) is > 0 and var at ? $"{side[..at]}\n{side[(at + 1)..]}" : side;

    private static ScottPlot.Plottables.Scatter Polygon(Plot plot, List<Coordinates> corners, Color colour, float width)
    {
        corners.Add(corners[0]);
        var line = plot.Add.Scatter(corners, colour);
        (line.LineWidth, line.MarkerSize) = (width, 0);
        return line;
    }

    private static void Text(Plot plot, string text, Coordinates at, string colour, Alignment alignment, float size = 14)
    {
        var label = plot.Add.Text(text, at);
        (label.LabelFontName, label.LabelFontSize, label.LabelFontColor, label.LabelAlignment) = (FigureFont.Name, size, Color.FromHex(colour), alignment);
        (label.LabelBorderWidth, label.LabelPadding) = (0, 0);
    }
}
