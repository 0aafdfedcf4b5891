using ScottPlot;

namespace LongWriter.Figures;

/// <summary>The figures of reports and data sets.</summary>
public static class Draw
{
    /// <summary>Words written against words asked for, both logarithmic, with the diagonal of what was asked.</summary>
    /// <param name="series">X is asked, y is written, in words; less than 1 stands on the edge.</param>
    /// <param name="joined">Whether points are joined to curves.</param>
    public static Drawing Scatter(string name, string across, string up, IReadOnlyList<Series> series, bool joined = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        return new Drawing(name, Names(series), legend =>
        {
            var plot = Canvas.Create(across, up);
            var (low, high) = Bounds(series.SelectMany(one => one.Points).SelectMany(point => new[] { Log(point.X), Log(point.Y) }));
            var diagonal = plot.Add.Line(low, low, high, high);
            (diagonal.Color, diagonal.LinePattern, diagonal.LineWidth) = (Color.FromHex(Palette.Quiet), LinePattern.Dashed, 1.2f);
            Add(plot, series, point => new Coordinates(Log(point.X), Log(point.Y)), joined ? 1.6f : 0);
            plot.Axes.Left.TickGenerator = plot.Axes.Bottom.TickGenerator = Canvas.Logarithmic(low, high);
            plot.Axes.SetLimits(low, high, low, high);
            return Canvas.Finish(plot, legend, Names(series).Count);
        });
    }

    /// <summary>Curves over a linear axis.</summary>
    /// <param name="unit">Behind the numbers of the upright axis: "%", or nothing.</param>
    /// <param name="fromZero">Whether the upright axis begins at 0.</param>
    public static Drawing Curves(string name, string across, string up, IReadOnlyList<Series> series, string unit = "", bool fromZero = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        return new Drawing(name, Names(series), legend =>
        {
            var plot = Canvas.Create(across, up);
            var points = series.SelectMany(one => one.Points).DefaultIfEmpty().ToList();
            var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
            var (low, high) = (fromZero ? 0 : points.Min(point => point.Y), points.Max(point => point.Y));
            var room = Math.Max(high - low, Math.Max(Math.Abs(high) * 0.02, 1e-3)) * 0.08;
            (low, high) = (fromZero ? 0 : low - room, high + room);
            (left, right) = right > left ? (left, right) : (left - 1, right + 1);
            Add(plot, series, point => new Coordinates(point.X, point.Y), 2);
            plot.Axes.Bottom.TickGenerator = Canvas.Linear(left, right, "");
            plot.Axes.Left.TickGenerator = Canvas.Linear(low, high, unit);
            plot.Axes.SetLimits(left - ((right - left) * 0.03), right + ((right - left) * 0.03), low, high);
            return Canvas.Finish(plot, legend, Names(series).Count);
        });
    }

    /// <summary>How many texts have which length, in bars of equal width on a logarithmic axis.</summary>
    /// <param name="words">Of each text; those of less than 1 word are counted with those of 1.</param>
    public static Drawing LengthHistogram(string name, string across, string up, IReadOnlyList<int> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new Drawing(name, [], legend =>
        {
            const double Step = 0.1;
            var plot = Canvas.Create(across, up);
            var (low, high) = Bounds(words.Select(count => Log(count)));
            var bars = words.CountBy(count => (int)Math.Floor((Log(count) + 1e-9) / Step)).OrderBy(bar => bar.Key).ToList();
            var drawn = plot.Add.Bars(bars.Select(bar => new Bar
            {
                Position = (bar.Key + 0.5) * Step,
                Value = bar.Value,
                Size = Step * 0.92,
                FillColor = Palette.Of(0),
                LineWidth = 0,
            }).ToArray());
            drawn.Horizontal = false;
            var most = bars.Count == 0 ? 1 : bars.Max(bar => bar.Value);
            plot.Axes.Bottom.TickGenerator = Canvas.Logarithmic(low, high);
            plot.Axes.Left.TickGenerator = Canvas.Linear(0, Math.Max(most * 1.08, 5), "");
            plot.Axes.SetLimits(low, high, 0, Math.Max(most * 1.08, 5));
            return Canvas.Finish(plot, legend, 1);
        });
    }

    internal static List<string> Names(IReadOnlyList<Series> series) => [.. series.Select(one => one.Name).Distinct(StringComparer.Ordinal)];

    private static void Add(Plot plot, IReadOnlyList<Series> series, Func<Point, Coordinates> place, float line)
    {
        var names = Names(series);
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in series.Where(one => one.Points.Count > 0))
        {
            var number = names.IndexOf(one.Name);
            var drawn = plot.Add.Scatter(one.Points.Select(place).ToArray(), Palette.Of(number));
            drawn.LineWidth = line;
            drawn.MarkerShape = Palette.Shape(number);
            drawn.MarkerSize = one.Points.Count > 60 ? (line > 0 ? 0 : 5) : 7;
            drawn.LegendText = named.Add(one.Name) ? Canvas.Name(one.Name, number) : "";
        }
    }

    private static double Log(double value) => Math.Log10(Math.Max(value, 1));

    /// <summary>A little beyond the values.</summary>
    private static (double Low, double High) Bounds(IEnumerable<double> values)
    {
        var all = values.DefaultIfEmpty(2).ToList();
        var (low, high) = (all.Min(), all.Max());
        var room = Math.Max(0.08, (0.7 - (high - low)) / 2);
        return (Math.Max(low - room, -0.02), high + room);
    }
}
