using LongWriter.Training.Runs;
using LongWriter.Training.Runs.Watching;

namespace LongWriter.Training.Tests.Runs.Watching;

public sealed class PlainProgressTests
{
    [Fact]
    public void Progress_is_told_every_ten_seconds_and_at_the_end()
    {
        using var console = new StringWriter();
        var time = new ManualTime();
        using var progress = new PlainProgress(console, new Pace(0, 10, time), time);
        for (var step = 0; step < 10; step++)
        {
            time.Advance(4);
            progress.Read(new StepResult(step, 2, 1e-3, 1, 1000));
        }

        var lines = Lines(console);
        Assert.Equal(["step 3/10", "step 6/10", "step 9/10", "step 10/10"], lines.Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]), StringComparer.Ordinal);
        Assert.Contains("loss 2.000", lines[0], StringComparison.Ordinal);
        Assert.Contains("250 tokens/s", lines[0], StringComparison.Ordinal);
        Assert.Contains("left 00:00:28", lines[0], StringComparison.Ordinal);
        Assert.Contains("left 00:00:00", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_left_counts_the_steps_of_this_process_alone_and_days_as_hours()
    {
        using var console = new StringWriter();
        var time = new ManualTime();
        using var progress = new PlainProgress(console, new Pace(90, 290, time), time);
        time.Advance(3600);
        progress.Read(new StepResult(90, 2, 1e-3, 1, 7200));
        Assert.Contains("2 tokens/s  left 199:00:00", Assert.Single(Lines(console)), StringComparison.Ordinal);
    }

    [Fact]
    public void Measurements_are_told_at_once()
    {
        using var console = new StringWriter();
        using var progress = new PlainProgress(console, new Pace(0, 10, new ManualTime()), new ManualTime());
        progress.Read(new HeldOutLoss(5, 3.25));
        Assert.Equal("step 5/10  held-out loss 3.2500", Assert.Single(Lines(console)));
    }

    private static string[] Lines(StringWriter console) => console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
