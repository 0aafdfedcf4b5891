using LongWriter.Cli.Rendering;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests.Rendering;

public sealed class PatientProgressTests
{
    [Fact]
    public void Nothing_is_said_of_what_is_done_in_seconds()
    {
        var time = new ManualTime();
        Assert.Equal("", Told(time, progress => progress.Report(10)));
    }

    [Fact]
    public void What_takes_long_is_told_with_the_time_left_and_never_goes_back()
    {
        var time = new ManualTime();
        var told = Told(time, progress =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            progress.Report(5);
            time.Advance(TimeSpan.FromSeconds(20));
            progress.Report(4);
            progress.Report(10);
        });

        Assert.Equal(["scored 5 of 10, 0:20 left", "scored 5 of 10, 0:40 left", "scored 10 of 10"], told.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Told(ManualTime time, Action<PatientProgress> work)
    {
        using var error = new StringWriter();
        using (var progress = new PatientProgress(new Surroundings(TextReader.Null, TextWriter.Null, error, time), "scored", 10))
        {
            work(progress);
        }

        return error.ToString();
    }
}
