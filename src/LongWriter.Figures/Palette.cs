using ScottPlot;

namespace LongWriter.Figures;

/// <summary>The colours of figures. A page puts its own in their places, so that dark pages have dark figures.</summary>
internal static class Palette
{
    public const string Ink = "#28323C";
    public const string Quiet = "#68727D";
    public const string Grid = "#DDE2E7";

    /// <summary>Distinct to most who see colours otherwise as well; shapes of points tell series apart besides.</summary>
    public static IReadOnlyList<string> Series { get; } = ["#1F6FB2", "#C8571B", "#2B8A57", "#8A4FB3", "#9A7A0B", "#B02F63"];

    /// <summary>The same on a dark page.</summary>
    public static IReadOnlyList<string> DarkSeries { get; } = ["#6CB4F0", "#F2A06E", "#71CF98", "#CB9DEC", "#DEC04E", "#F287AE"];

    private static readonly MarkerShape[] s_shapes = [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle];

    public static Color Of(int series) => Color.FromHex(Series[series % Series.Count]);

    public static MarkerShape Shape(int series) => s_shapes[series % s_shapes.Length];
}
