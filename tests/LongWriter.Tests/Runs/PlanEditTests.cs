using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Runs;
using LongWriter.Strategies;

namespace LongWriter.Tests;

/// <summary>What stands after a plan was edited, and what is written again.</summary>
public sealed class PlanEditTests : IDisposable
{
    private static readonly WritingRequest s_short = new("Write about mud") { Plan = Sample.Plan(300, 400, 500, 300, 400), Seed = 4 };
    private static readonly WritingRequest s_long = new("Write a 21,000-word novel about the sea") { Seed = 3 };

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, int> Edits => new()
    {
        { "nothing", "1 2 3 4 5", 5 },
        { "a budget", "1 2 3* 4 5", 2 },
        { "the first main point", "1! 2 3 4 5", 0 },
        { "the last main point", "1 2 3 4 5!", 4 },
        { "the order", "1 3 2 4 5", 1 },
        { "one less", "1 2 4 5", 2 },
        { "one more", "1 2 3 4 5 6", 5 },
        { "the last left out", "1 2 3 4", 4 },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public async Task Sections_before_the_first_change_stand_and_the_rest_is_written_again(string what, string steps, int kept)
    {
        var (before, _) = await WriteAsync(s_short, WritingStrategy.AgentWrite);
        var plan = Edited(steps);

        var past = PlanEdit.Keep(before, PlanFile.Of(plan), WritingStrategy.AgentWrite);
        var (after, client) = await WriteAsync(s_short with { Plan = plan, Past = past }, WritingStrategy.AgentWrite);

        Assert.Equal(kept, past.OfType<SectionFinished>().Count());
        Assert.Equal(Sections(before).Take(kept), Sections(after).Take(kept));
        Assert.Equal(plan.Steps.Count, Sections(after).Count);
        Assert.Equal(plan.Steps.Skip(kept).Select(step => step.MainPoint), after.OfType<SectionStarted>().Select(started => started.Step.MainPoint));
        Assert.True(client.Calls.Count >= plan.Steps.Count - kept && (kept < plan.Steps.Count || client.Calls.Count == 0), what);
        Assert.Equal(plan.Steps, Assert.Single(after.OfType<PlanReady>()).Plan.Steps);
    }

    [Theory]
    [InlineData("1 2 3 4 5", "1 2 3 4 5")]
    [InlineData("1 2 3* 4 5", "1 2 4 5")]
    [InlineData("5 2 1! 3 4", "5 2 3 4")]
    [InlineData("2 1", "2 1")]
    [InlineData("1 6 2 3 4 5", "1 2 3 4 5")]
    public async Task Written_all_at_once_only_the_changed_steps_are_written_again(string steps, string kept)
    {
        var (before, _) = await WriteAsync(s_short, WritingStrategy.Parallel);
        var plan = Edited(steps);

        var past = PlanEdit.Keep(before, PlanFile.Of(plan), WritingStrategy.Parallel);
        var (after, _) = await WriteAsync(s_short with { Plan = plan, Past = past }, WritingStrategy.Parallel);

        var texts = Sections(before);
        var stand = kept.Split(' ').Select(number => texts[number[0] - '1']).ToList();
        Assert.Equal(stand, past.OfType<SectionFinished>().Select(section => section.Section.Text));
        Assert.Equal(stand, Sections(after).Intersect(texts, StringComparer.Ordinal));
        Assert.Equal(Enumerable.Range(1, plan.Steps.Count), after.OfType<SectionFinished>().Select(section => section.Section.Number));
        Assert.Equal(plan.Steps.Count - stand.Count, after.OfType<SectionStarted>().Count());
    }

    [Fact]
    public async Task With_chapters_everything_before_the_changed_section_stands()
    {
        var (before, _) = await WriteAsync(s_long, WritingStrategy.AgentWrite);
        var file = PlanFile.Of(before)!;
        var second = file.Outline!.Chapters[1].Sections!;
        var outline = Change(file.Outline, 1, new Plan([.. second.Steps.Select((step, i) => i == 2 ? step with { MainPoint = "Something else" } : step)]));
        var first = file.Outline.Chapters[0].Sections!.Steps.Count;

        var past = PlanEdit.Keep(before, PlanFile.Of(outline), WritingStrategy.AgentWrite);
        var (after, client) = await WriteAsync(s_long with { Outline = outline, Past = past }, WritingStrategy.AgentWrite);

        Assert.Equal(first + 2, past.OfType<SectionFinished>().Count());
        Assert.Equal([1], past.OfType<PlanReady>().Select(plan => plan.Chapter));
        Assert.Equal([1], past.OfType<ChapterFinished>().Select(chapter => chapter.Chapter));
        Assert.Equal(Sections(before).Take(first + 2), Sections(after).Take(first + 2));
        Assert.Equal("Something else", after.OfType<SectionStarted>().First().Step.MainPoint);
        Assert.DoesNotContain(client.Calls, call => call.Prompt.Contains("The chapter to plan: ", StringComparison.Ordinal));
        Assert.Equal(before.OfType<ChapterFinished>().First().Summary, after.OfType<ChapterFinished>().First().Summary);
    }

    [Fact]
    public async Task A_later_chapter_that_changed_leaves_the_plans_and_summaries_before_it()
    {
        var (whole, _) = await WriteAsync(s_long, WritingStrategy.AgentWrite);
        var stopped = whole.TakeWhile(happened => happened is not PlanReady { Chapter: 4 }).ToList();
        var file = PlanFile.Of(stopped)!;
        var outline = new Outline([.. file.Outline!.Chapters.Select(chapter => chapter.Number == 5 ? chapter with { MainPoint = "Something else" } : chapter)]);

        var past = PlanEdit.Keep(stopped, PlanFile.Of(outline), WritingStrategy.AgentWrite);

        Assert.Equal([1, 2, 3], past.OfType<PlanReady>().Select(plan => plan.Chapter));
        Assert.Equal([1, 2, 3], past.OfType<ChapterFinished>().Select(chapter => chapter.Chapter));
        Assert.Equal(stopped.OfType<SectionFinished>(), past.OfType<SectionFinished>());
        Assert.Empty(past.OfType<OutlineReady>());
        Assert.Same(stopped, PlanEdit.Keep(stopped, file, WritingStrategy.AgentWrite));
    }

    [Fact]
    public async Task What_stands_is_in_the_new_run_s_journal_before_anything_is_written()
    {
        var (before, _) = await WriteAsync(s_short, WritingStrategy.AgentWrite);
        var plan = Edited("1 2 3 4!");
        var past = PlanEdit.Keep(before, PlanFile.Of(plan), WritingStrategy.AgentWrite);
        using var journal = new RunStore(_folder.Root, new ManualTime()).Create(s_short with { Plan = plan, Past = past }, new RunSettings("seeded"), null);

        var content = JournalContent.Read(journal.Path);

        Assert.Equal(past.OfType<SectionFinished>(), content.Events.OfType<SectionFinished>());
        Assert.Equal(past.OfType<SectionFinished>(), journal.Past);
        var (after, _) = await WriteAsync(journal.Header.ToRequest(journal.Past), WritingStrategy.AgentWrite);
        await foreach (var _ in journal.RecordAsync(after.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
        }

        Assert.Equal(4, JournalContent.Read(journal.Path).Events.OfType<SectionFinished>().Count());
    }

    [Fact]
    public void Where_nothing_was_planned_or_nothing_is_planned_all_stands()
    {
        WritingEvent[] direct = [new PlanReady(Sample.Plan(300), 300, new TokenUsage(0, 0, 0)), new SectionFinished(Sample.Section(1, "Mud", 300), "stop", new TokenUsage(0, 0, 0))];

        Assert.Same(direct, PlanEdit.Keep(direct, PlanFile.Of(Sample.Plan(5)), WritingStrategy.Direct));
        Assert.Empty(PlanEdit.Keep([], PlanFile.Of(Sample.Plan(5)), WritingStrategy.AgentWrite));
    }

    private static async Task<(List<WritingEvent> Events, SeededWriter Client)> WriteAsync(WritingRequest request, WritingStrategy strategy)
    {
        using var client = new SeededWriter();
        return (await WriterRun.WriteAsync(client, request, new WriterOptions { Strategy = strategy }), client);
    }

    private static List<string> Sections(IEnumerable<WritingEvent> events) => [.. events.OfType<SectionFinished>().Select(section => section.Section.Text)];

    /// <summary>Steps of the short plan in another order; ! is another main point, * another budget, a number beyond it a new step.</summary>
    private static Plan Edited(string steps) => new([.. steps.Split(' ').Select((word, i) =>
    {
        var step = s_short.Plan!.Steps.ElementAtOrDefault(word[0] - '1') ?? new PlanStep(0, "A new point", 350);
        return step with { Number = i + 1, MainPoint = word.EndsWith('!') ? "Another point" : step.MainPoint, Words = word.EndsWith('*') ? step.Words + 50 : step.Words };
    })]);

    private static Outline Change(Outline outline, int at, Plan sections) =>
        new([.. outline.Chapters.Select((chapter, i) => i == at ? chapter with { Sections = sections } : chapter)]);
}
