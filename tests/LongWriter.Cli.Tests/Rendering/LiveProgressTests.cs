using LongWriter.Cli.Rendering;
using LongWriter.Fakes;
using LongWriter.Planning;
using Spectre.Console;

namespace LongWriter.Cli.Tests;

public class LiveProgressTests
{
    [Theory]
    [InlineData(100, 40)]
    [InlineData(40, 8)]
    [InlineData(20, 3)]
    public async Task The_screen_shows_headings_points_and_pace_and_model_text_is_never_markup(int width, int height)
    {
        var plan = new Plan([new PlanStep(1, "[bold", 4), new PlanStep(2, "closing [/] tag", 4), new PlanStep(3, "中文中文中文中文中文中文中文中文中文中文", 4), .. Enumerable.Range(4, 9).Select(i => new PlanStep(i, $"Point {i} {new string('y', 200)}", 4))]);
        string[] sections = ["[red]Mud[/]\n\nMud is soft.", "[/]\n\nStone.", "\U0001F600\U0001F600 " + string.Concat(Enumerable.Range(1000, 75).Select(Sample.Word)), .. Enumerable.Range(4, 9).Select(i => $"Heading{i}\n\nText {Sample.Word(i)}.")];
        List<WritingEvent> events = [.. await SampleRuns.EventsAsync(plan, sections)];
        events.InsertRange(2, [new HistoryWindowed(2, 1200), new SectionRestarted(1, "[blink]empty")]);

        var screen = await ShowAsync(events, width, height);

        Assert.Contains("The sea", screen, StringComparison.Ordinal);
        Assert.Equal(height > 3, screen.Contains("Heading12", StringComparison.Ordinal));
        if (width == 100)
        {
            Assert.Contains("[red]Mud[/]", screen, StringComparison.Ordinal);
            Assert.Contains("[bold", screen, StringComparison.Ordinal);
            Assert.Contains("section 12 of 12", screen, StringComparison.Ordinal);
            Assert.Contains("words/s", screen, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Closing_before_anything_happened_is_no_error() => Assert.Equal("", await ShowAsync([], 100, 40));

    [Fact]
    public async Task A_run_that_breaks_off_leaves_the_screen_as_it_was()
    {
        var events = await SampleRuns.EventsAsync(Sample.Plan(4, 4), "Mud\n\nMud is soft.", "Stone\n\nStone is hard.");

        var screen = await ShowAsync(events.TakeWhile(e => e is not TextDelta { Section: 2 }), 100, 40);

        Assert.Contains("Mud", screen, StringComparison.Ordinal);
        Assert.Contains("section 2 of 2", screen, StringComparison.Ordinal);
    }

    private static async Task<string> ShowAsync(IEnumerable<WritingEvent> events, int width, int height)
    {
        await using var screen = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen) });
        console.Profile.Width = width;
        console.Profile.Height = height;
        var run = await SampleRuns.ReadAsync(events, new LiveProgress(console, new ManualTime(TimeSpan.FromMilliseconds(60))));
        await run.CloseAsync();
        await run.CloseAsync();
        return screen.ToString();
    }
}
