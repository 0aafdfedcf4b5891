using LongWriter.Cli.Rendering;
using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Cli.Tests;

public class WritingRunTests
{
    [Theory]
    [InlineData("Mud\n\nMud is soft. It st", "Mud\n\nMud is soft.")]
    [InlineData("Mud\n\nMud is soft. It costs 3.5 mill", "Mud\n\nMud is soft.")]
    [InlineData("Mud\n\nMud is soft. See example.org for", "Mud\n\nMud is soft.")]
    [InlineData("Mud\n\nIs mud soft? \"It is!\" she sa", "Mud\n\nIs mud soft? \"It is!\"")]
    [InlineData("Mud\n\nMud is soft (as they say.) And th", "Mud\n\nMud is soft (as they say.)")]
    [InlineData("Mud\n\nMud is soft.", "Mud\n\nMud is soft.")]
    [InlineData("泥\n\n泥是软的。它留", "泥\n\n泥是软的。")]
    [InlineData("泥\n\n“泥是软的。”她", "泥\n\n“泥是软的。”")]
    public async Task What_stands_of_the_section_in_hand_ends_at_a_whole_sentence(string written, string kept)
    {
        var run = await SampleRuns.ReadAsync([.. Begun(), new SectionStarted(2, new PlanStep(2, "Mud", 10), 10), .. written.Select(character => new TextDelta(2, character.ToString()))]);

        var partial = run.Partial();

        Assert.Equal(["Stone\n\nStone", kept], partial.Sections.Select(section => section.Text));
        Assert.Equal([1, 2], partial.Sections.Select(section => section.Number));
        Assert.Equal("The sea", partial.Title);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Mud")]
    [InlineData("Mud\n\nHalf a sent")]
    [InlineData("Mud 3.5")]
    public async Task Without_a_whole_sentence_only_finished_sections_stand(string written)
    {
        var run = await SampleRuns.ReadAsync([.. Begun(), new SectionStarted(2, new PlanStep(2, "Mud", 10), 10), new TextDelta(2, written)]);

        Assert.Equal("Stone", Assert.Single(run.Partial().Sections).Heading);
    }

    [Fact]
    public async Task What_was_void_or_is_finished_is_not_in_hand()
    {
        var restarted = await SampleRuns.ReadAsync([.. Begun(), new SectionStarted(2, new PlanStep(2, "Mud", 10), 10), new TextDelta(2, "A sentence."), new SectionRestarted(2, "why not")]);

        Assert.Single(restarted.Partial().Sections);
        Assert.Single((await SampleRuns.ReadAsync(Begun())).Partial().Sections);
        Assert.Empty((await SampleRuns.ReadAsync([])).Partial().Sections);
    }

    [Fact]
    public async Task A_text_of_dots_without_end_is_cut_in_no_time()
    {
        var run = await SampleRuns.ReadAsync([.. Begun(), new SectionStarted(2, new PlanStep(2, "Mud", 10), 10), new TextDelta(2, new string('.', 100_000) + "x" + new string('"', 100_000) + "x")]);

        Assert.Single(run.Partial().Sections);
    }

    [Fact]
    public async Task Readers_see_every_event_in_order_and_are_closed_once()
    {
        var events = await SampleRuns.EventsAsync(Sample.Plan(20), "Mud\n\nMud is soft.");
        var (first, second) = (new Recorder(), new Recorder());

        var run = await SampleRuns.ReadAsync(events, first, second);
        await run.CloseAsync();
        await run.CloseAsync();

        Assert.Equal(events, first.Seen);
        Assert.Equal(events, second.Seen);
        Assert.Equal((1, 1), (first.Closed, second.Closed));
        Assert.Same(events[^1], run.Finished);
        Assert.Same(events[0], run.Started);
        Assert.Same(events[1], run.Plan);
    }

    private static List<WritingEvent> Begun() =>
    [
        SampleRuns.Started(), SampleRuns.Planned(20, 10, 10), new SectionStarted(1, new PlanStep(1, "Stone", 10), 10), new TextDelta(1, "Stone\n\nStone"),
        new SectionFinished(Sample.Section(1, "Stone", 2), "stop", new TokenUsage(0, 0, 0)),
    ];

    private sealed class Recorder : IEventReader
    {
        public List<WritingEvent> Seen { get; } = [];

        public int Closed { get; private set; }

        public Task ReadAsync(WritingEvent happened)
        {
            Seen.Add(happened);
            return Task.CompletedTask;
        }

        public Task CloseAsync()
        {
            Closed++;
            return Task.CompletedTask;
        }
    }
}
