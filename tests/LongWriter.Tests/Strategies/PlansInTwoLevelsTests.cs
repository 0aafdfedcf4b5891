using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Strategies;

namespace LongWriter.Tests;

/// <summary>Plans of chapters and sections: made ahead, edited, followed.</summary>
public class PlansInTwoLevelsTests
{
    private static readonly WritingRequest s_long = new("Write a 24,000-word novel about the sea") { Seed = 3 };
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Planning_alone_makes_both_levels_in_order_each_told_what_is_planned_before_it()
    {
        using var client = new CountingWriter();

        var events = await new DocumentWriter(client).PlanAsync(s_long, Token).ToListAsync(Token);

        var outline = Assert.IsType<OutlineReady>(events[0]).Outline;
        var plans = events.OfType<PlanReady>().ToList();
        Assert.Equal(Enumerable.Range(1, 6), plans.Select(plan => plan.Chapter));
        Assert.Equal(24_000, plans.Sum(plan => plan.Plan.Words));
        Assert.Equal(7, client.Prompts.Count);
        Assert.Contains($"Chapter 1: {string.Join("; ", plans[0].Plan.Steps.Select(step => step.MainPoint))}.", client.Prompts[^1], StringComparison.Ordinal);
        Assert.EndsWith($"The chapter to plan: {outline.Chapters[5]}", client.Prompts[^1], StringComparison.Ordinal);
        Assert.Equal(24_000, PlanFile.Of(events)!.Words);
    }

    [Fact]
    public async Task A_plan_made_ahead_is_followed_and_nothing_is_planned_again()
    {
        using var planner = new CountingWriter();
        var file = PlanFile.Parse(PlanFile.Of(await new DocumentWriter(planner).PlanAsync(s_long, Token).ToListAsync(Token))!.ToString());
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, s_long with { Outline = file.Outline });

        Assert.DoesNotContain(client.Prompts, prompt => prompt.StartsWith("Plan the chapters", StringComparison.Ordinal) || prompt.Contains("The chapter to plan: ", StringComparison.Ordinal));
        Assert.Equal(file.ToString(), PlanFile.Of(events)!.ToString());
        Assert.Empty(events.OfType<PlanRepaired>());
        Assert.Equal(file.Outline!.Flat().Steps.Select(step => step.MainPoint), events.OfType<SectionStarted>().Select(started => started.Step.MainPoint));
        var done = Assert.IsType<DocumentFinished>(events[^1]);
        Assert.True(done.LengthScore >= 97);
        Assert.Equal(24_000, done.TargetWords);
    }

    [Fact]
    public async Task A_chapter_without_sections_is_planned_when_it_is_reached()
    {
        var outline = new Outline([new Chapter(1, "The river", 800) { Sections = Sample.Plan(400, 400) }, new Chapter(2, "The sea", 1200)]);
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write about water") { Outline = outline });

        Assert.Single(client.Prompts, prompt => prompt.Contains("The chapter to plan: Chapter 2 - Main Point: The sea", StringComparison.Ordinal));
        Assert.Equal([0, 1], events.OfType<PlanReady>().Select(plan => plan.Calls));
        Assert.Equal(2000, Assert.IsType<DocumentFinished>(events[^1]).TargetWords);
    }

    [Fact]
    public async Task A_plan_for_another_length_is_scaled_to_the_one_asked_for()
    {
        var outline = new Outline([new Chapter(1, "The river", 800) { Sections = Sample.Plan(300, 500) }, new Chapter(2, "The sea", 1200)]);
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write about water") { Outline = outline, Words = 4000 });

        Assert.Equal("the chapters' budgets came to 2000 words; they were rescaled to 4000", events.OfType<PlanRepaired>().First().Reason);
        Assert.Equal([600, 1000], events.OfType<PlanReady>().First().Plan.Steps.Select(step => step.Words));
        Assert.Equal([1600, 2400], events.OfType<OutlineReady>().Single().Outline.Chapters.Select(chapter => chapter.Words));
    }

    [Fact]
    public async Task Sections_written_all_at_once_have_one_level()
    {
        var outline = new Outline([new Chapter(1, "The river", 800) { Sections = Sample.Plan(400, 400) }, new Chapter(2, "The sea", 300)]);
        using var client = new CountingWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write about water") { Outline = outline }, new WriterOptions { Strategy = WritingStrategy.Parallel });

        Assert.Equal(["Point A of the matter", "Point B of the matter", "The sea"], Assert.Single(events.OfType<PlanReady>()).Plan.Steps.Select(step => step.MainPoint));
        Assert.Empty(events.OfType<OutlineReady>());
    }

    [Fact]
    public async Task Two_plans_are_refused()
    {
        using var client = new CountingWriter();

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => WriterRun.WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(5), Outline = new Outline([new Chapter(1, "Mud", 5)]) }));

        Assert.Contains("there are two plans", thrown.Message, StringComparison.Ordinal);
    }
}
