using LongWriter.Cli.Rendering;
using LongWriter.Fakes;
using LongWriter.Writing;

namespace LongWriter.Cli.Tests;

public class PlainProgressTests
{
    [Fact]
    public async Task Each_step_is_a_line()
    {
        var time = new ManualTime();
        await using var error = new StringWriter { NewLine = "\n" };
        var progress = new PlainProgress(error, time);

        await progress.ReadAsync(SampleRuns.Started(target: 2000));
        await progress.ReadAsync(new PlanRepaired("a step was dropped"));
        await progress.ReadAsync(new PlanRepaired("the budgets were rescaled"));
        await progress.ReadAsync(SampleRuns.Planned(2000, 1000, 1000));
        await progress.ReadAsync(new SectionStarted(1, Sample.Plan(1000, 1000).Steps[0], 1000));
        await progress.ReadAsync(new TextDelta(1, "Mud"));
        time.Advance(TimeSpan.FromSeconds(100));
        await progress.ReadAsync(new SectionFinished(Sample.Section(1, "Mud", 1000), "stop", new TokenUsage(0, 0, 0)));
        await progress.ReadAsync(new HistoryWindowed(2, 1200));
        await progress.ReadAsync(new SectionRestarted(2, "the answer was empty"));
        await progress.ReadAsync(new SectionContinued(2, 400, "it has 600 words of 1000"));
        await progress.ReadAsync(new SectionFinished(Sample.Section(2, "[red]Stone[/]", 1000), "length", new TokenUsage(0, 0, 0)));
        await progress.CloseAsync();

        Assert.Equal(
            """
            The sea: writing 2,000 words with scripted-1
            plan: a step was dropped
            plan: the budgets were rescaled
            plan: 2 sections, 2,000 words
            section 1 of 2: 1000 words, 1,000 of 2,000, 10 words/s, 1:40 left — Mud
            history: the context is full; the model now reads the text from section 2 on
            section 2: written again, the answer was empty
            section 2: goes on, it has 600 words of 1000
            section 2 of 2: 1000 words, 2,000 of 2,000, 20 words/s — [red]Stone[/] (cut at its token limit)

            """,
            error.ToString());
    }

    [Fact]
    public async Task Hours_left_are_told_as_hours_and_nothing_is_told_before_there_is_a_pace()
    {
        var time = new ManualTime();
        await using var error = new StringWriter { NewLine = "\n" };
        var progress = new PlainProgress(error, time);

        await progress.ReadAsync(SampleRuns.Planned(100_000, 50_000, 50_000));
        await progress.ReadAsync(new SectionFinished(new Section(1, "123", 0), "stop", new TokenUsage(0, 0, 0)));
        time.Advance(TimeSpan.FromSeconds(100));
        await progress.ReadAsync(new SectionFinished(Sample.Section(2, "Mud", 1000), "stop", new TokenUsage(0, 0, 0)));

        var lines = error.ToString().Split('\n');
        Assert.Equal("section 1 of 2: 0 words, 0 of 100,000, 0 words/s — 123", lines[1]);
        Assert.Contains("10 words/s, 2:45:00 left — Mud", lines[2], StringComparison.Ordinal);
    }
}
