using LongWriter.Cli.Rendering;
using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class PaceTests
{
    [Fact]
    public void Words_are_those_of_finished_sections_and_of_the_one_in_hand()
    {
        var time = new ManualTime();
        var pace = new Pace(time);
        Assert.Null(pace.Left);

        pace.Read(SampleRuns.Planned(100, 50, 50));
        pace.Read(new SectionStarted(1, Sample.Plan(50).Steps[0], 50));
        pace.Read(new TextDelta(1, "Two wor"));
        pace.Read(new TextDelta(1, "ds"));
        Assert.Equal(2, pace.Words);

        pace.Read(new SectionRestarted(1, "the answer was empty"));
        Assert.Equal(0, pace.Words);

        pace.Read(new TextDelta(1, "Mud"));
        pace.Read(new SectionFinished(Sample.Section(1, "Mud", 60), "stop", new TokenUsage(0, 0, 0)));
        time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((60, 10d, "0:04 left"), (pace.Words, pace.WordsPerSecond, pace.Left));
    }

    [Fact]
    public void What_stood_already_does_not_count_for_the_pace()
    {
        var time = new ManualTime();
        var pace = new Pace(time);

        pace.Read(new RunResumed(1, 60));
        pace.Read(SampleRuns.Planned(120, 60, 60));
        pace.Read(new SectionFinished(Sample.Section(1, "Mud", 60), "stop", new TokenUsage(0, 0, 0)));
        Assert.Equal((60, null), (pace.Words, pace.Left));

        time.Advance(TimeSpan.FromSeconds(3));
        pace.Read(new TextDelta(2, Sample.Text("Stone", 30)));
        Assert.Equal((90, 10d, "0:03 left"), (pace.Words, pace.WordsPerSecond, pace.Left));
    }

    [Fact]
    public void A_text_beyond_its_target_has_no_time_left()
    {
        var pace = new Pace(new ManualTime());

        pace.Read(SampleRuns.Planned(10, 10));
        pace.Read(new SectionFinished(Sample.Section(1, "Mud", 60), "stop", new TokenUsage(0, 0, 0)));

        Assert.Null(pace.Left);
    }
}
