using LongWriter.Cli.Rendering;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests.Rendering;

public sealed class CountProgressTests
{
    [Fact]
    public void A_log_gets_a_line_now_and_then_with_the_time_left_at_this_attempts_pace()
    {
        var time = new ManualTime();
        using var error = new StringWriter();
        var progress = new CountProgress(error, time, "judged");

        progress.Show(20, 120, 20);
        for (var done = 21; done <= 119; done++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Show(done, 120, 20, done > 40 ? ", 1 unscored" : "");
        }

        progress.Show(120, 120, 20, ", 1 unscored");
        progress.Show(120, 120, 20, ", 1 unscored");
        progress.Close();

        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.Equal("judged 20 of 120", lines[0]);
        Assert.Equal("judged 30 of 120, 1:30 left", lines[1]);
        Assert.Equal("judged 110 of 120, 1 unscored, 0:10 left", lines[9]);
        Assert.Equal("judged 120 of 120, 1 unscored", lines[10]);
    }
}
