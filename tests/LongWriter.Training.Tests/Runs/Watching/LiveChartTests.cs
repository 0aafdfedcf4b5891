using LongWriter.Training.Align;
using LongWriter.Training.Runs;
using LongWriter.Training.Runs.Watching;
using Spectre.Console;

namespace LongWriter.Training.Tests.Runs.Watching;

public sealed class LiveChartTests
{
    [Theory]
    [InlineData(120, 40, true)]
    [InlineData(60, 16, true)]
    [InlineData(24, 8, false)]
    public void The_screen_shows_the_curve_where_there_is_room_and_the_pace_always(int width, int height, bool curve)
    {
        var screen = Show(width, height, new RunHistory([], []), (chart, time) =>
        {
            chart.Read(new HeldOutLoss(0, 5.5));
            for (var step = 0; step < 40; step++)
            {
                time.Advance(1);
                chart.Read(new StepResult(step, 5 - (0.1 * step), 1e-3, 0.5, 1000));
            }

            chart.Read(new HeldOutLoss(40, 1.25));
        });
        Assert.Equal(curve, screen.Contains('┤', StringComparison.Ordinal));
        Assert.Equal(curve, screen.Any(letter => letter is > '\u2800' and <= '\u28FF'));
        Assert.Contains("step 40 of 100", screen, StringComparison.Ordinal);
        if (width > 100)
        {
            Assert.Contains("1,000 tokens/s · left 00:01:00", screen, StringComparison.Ordinal);
            Assert.Contains("held out 1.2500", screen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_run_that_is_gone_on_with_shows_its_curve_from_the_first_step()
    {
        using var folder = new TestFolder();
        folder.Lines("train.jsonl", """{"step":1,"loss":9.75}""", """{"step":2,"loss":5}""");
        var screen = Show(100, 30, RunHistory.Read(folder.Root), (chart, _) => chart.Read(new StepResult(2, 4, 1e-3, 1, 10)));
        Assert.Contains("9.8", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Preference_pairs_show_margin_and_accuracy()
    {
        var screen = Show(120, 30, new RunHistory([], []), (chart, _) => chart.Read(new StepResult(0, 0.69, 1e-6, 2, 500, new PreferenceFigures(3, 0.25, 2 / 3.0, 0.5, 0.25, 90, 110.5, 1.5, 1.75))));
        Assert.Contains("margin 0.2500 · accuracy 67", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_happened_and_nothing_is_shown() => Assert.DoesNotContain("step", Show(100, 30, new RunHistory([], []), (_, _) => { }), StringComparison.Ordinal);

    private static string Show(int width, int height, RunHistory before, Action<LiveChart, ManualTime> run)
    {
        using var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });
        (console.Profile.Width, console.Profile.Height) = (width, height);
        var time = new ManualTime();
        using (var chart = new LiveChart(console, new Pace(before.Steps.Count, 100, time), before, time))
        {
            run(chart, time);
        }

        return screen.ToString();
    }
}
