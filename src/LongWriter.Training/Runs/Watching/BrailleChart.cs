namespace LongWriter.Training.Runs.Watching;

/// <summary>Curves of several series in braille, whose letters hold two dots across and four up.</summary>
/// <param name="width">In letters.</param>
/// <param name="height">In lines.</param>
internal sealed class BrailleChart(int width, int height)
{
    private const int Across = 2;
    private const int Up = 4;
    private const char Blank = '\u2800';

    /// <summary>Bits of a letter's dots, by column and line.</summary>
    private static readonly byte[,] s_dots = { { 0x01, 0x02, 0x04, 0x40 }, { 0x08, 0x10, 0x20, 0x80 } };

    private readonly byte[,] _letters = new byte[height, width];
    private readonly int[,] _series = new int[height, width];

    /// <summary>Adds a curve: the mean of its points in each column of dots, joined. Where curves meet, a letter has the later one's colour.</summary>
    /// <param name="points">In rising order of X, within the bounds.</param>
    public void Add(int series, IEnumerable<(double X, double Y)> points, ChartBounds bounds)
    {
        (int X, int Y)? before = null;
        foreach (var column in points.GroupBy(point => Place((point.X - bounds.Left) / bounds.Across, (width * Across) - 1)))
        {
            var dot = (X: column.Key, Y: Place((bounds.High - column.Average(point => point.Y)) / bounds.Up, (height * Up) - 1));
            var from = before ?? dot;
            var steps = Math.Max(Math.Max(Math.Abs(dot.X - from.X), Math.Abs(dot.Y - from.Y)), 1);
            for (var step = 0; step <= steps; step++)
            {
                Set(series, from.X + ((dot.X - from.X) * step / steps), from.Y + ((dot.Y - from.Y) * step / steps));
            }

            before = dot;
        }
    }

    /// <summary>Stretches of one series in a line, from the left to the right.</summary>
    public IEnumerable<(string Text, int Series)> Line(int line)
    {
        var from = 0;
        for (var letter = 1; letter <= width; letter++)
        {
            if (letter == width || _series[line, letter] != _series[line, from])
            {
                yield return (string.Concat(Enumerable.Range(from, letter - from).Select(at => (char)(Blank + _letters[line, at]))), _series[line, from]);
                from = letter;
            }
        }
    }

    private static int Place(double share, int last) => (int)Math.Round(Math.Clamp(double.IsFinite(share) ? share : 0, 0, 1) * last);

    private void Set(int series, int x, int y)
    {
        _letters[y / Up, x / Across] |= s_dots[x % Across, y % Up];
        _series[y / Up, x / Across] = series;
    }
}

/// <summary>What a chart shows of its axes.</summary>
internal sealed record ChartBounds(double Left, double Right, double Low, double High)
{
    public double Across => Right - Left;

    public double Up => High - Low;

    /// <summary>A little beyond the points.</summary>
    public static ChartBounds Of(IEnumerable<(double X, double Y)> points)
    {
        var all = points.DefaultIfEmpty((1, 0)).ToList();
        var (low, high) = (all.Min(point => point.Y), all.Max(point => point.Y));
        var room = Math.Max((high - low) * 0.02, 1e-3);
        return new ChartBounds(all.Min(point => point.X), all.Max(point => point.X), low - room, high + room);
    }
}
