using LongWriter.Training.Runs.Watching;

namespace LongWriter.Training.Tests.Runs.Watching;

public sealed class BrailleChartTests
{
    private static readonly ChartBounds s_bounds = new(0, 3, 0, 7);

    [Fact]
    public void Points_stand_where_they_belong()
    {
        var chart = new BrailleChart(2, 2);
        chart.Add(1, [(0, 7)], s_bounds);
        chart.Add(1, [(3, 0)], s_bounds);
        Assert.Equal(["⠁⠀", "⠀⢀"], [Text(chart, 0), Text(chart, 1)]);
    }

    [Fact]
    public void A_falling_curve_is_joined_from_the_upper_left_to_the_lower_right()
    {
        var chart = new BrailleChart(2, 2);
        chart.Add(1, [(0, 7), (3, 0)], s_bounds);
        Assert.Equal(["⢇⠀", "⠈⢆"], [Text(chart, 0), Text(chart, 1)]);
    }

    [Fact]
    public void Points_of_one_column_are_their_mean()
    {
        var chart = new BrailleChart(1, 2);
        chart.Add(1, [(0, 7), (0.1, 0), (0.2, 7), (0.3, 0)], s_bounds with { Low = 0, High = 7 });
        Assert.Equal(1, (Text(chart, 0) + Text(chart, 1)).Count(letter => letter != '\u2800'));
    }

    [Fact]
    public void Series_keep_their_letters_apart()
    {
        var chart = new BrailleChart(2, 2);
        chart.Add(1, [(0, 7), (3, 7)], s_bounds);
        chart.Add(2, [(3, 7)], s_bounds);
        Assert.Equal([("⠉", 1), ("⠉", 2)], chart.Line(0));
        Assert.Equal([("⠀⠀", 0)], chart.Line(1));
    }

    [Fact]
    public void What_is_all_the_same_has_room_around_it()
    {
        var bounds = ChartBounds.Of([(4, 2)]);
        Assert.True(bounds.Low < 2 && bounds.High > 2);
        var chart = new BrailleChart(3, 3);
        chart.Add(1, [(4, 2)], bounds);
        Assert.NotEqual("⠀⠀⠀", Text(chart, 1));
    }

    private static string Text(BrailleChart chart, int line) => string.Concat(chart.Line(line).Select(stretch => stretch.Text));
}
