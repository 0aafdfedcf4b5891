using LongWriter.Fakes;
using LongWriter.Strategies;

namespace LongWriter.Tests;

public class StrategiesTests
{
    [Fact]
    public async Task Parallel_writes_every_section_without_the_others_text_and_tells_them_in_order()
    {
        using var client = new SeededWriter();

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write a 4000-word article on the sea"), new WriterOptions { Strategy = WritingStrategy.Parallel });

        var done = Assert.IsType<DocumentFinished>(events[^1]);
        var plan = Assert.Single(events.OfType<PlanReady>()).Plan;
        Assert.Equal(Enumerable.Range(1, plan.Steps.Count), events.OfType<SectionStarted>().Select(e => e.Section));
        Assert.Equal(Enumerable.Range(1, plan.Steps.Count), events.OfType<SectionFinished>().Select(e => e.Section.Number));
        Assert.All(client.Calls, call => Assert.All(done.Document.Sections, section => Assert.DoesNotContain(section.Text, call.Prompt, StringComparison.Ordinal)));
        foreach (var section in done.Document.Sections)
        {
            var own = events.SkipWhile(e => e is not SectionStarted started || started.Section != section.Number).Skip(1).TakeWhile(e => e is not SectionFinished).ToList();
            Assert.All(own.OfType<TextDelta>(), delta => Assert.Equal(section.Number, delta.Section));
        }
    }

    [Fact]
    public async Task Parallel_stops_the_others_where_one_fails()
    {
        using var client = new ScriptedChatClient([.. Enumerable.Repeat(new Reply(""), 30)]);

        await Assert.ThrowsAsync<WritingException>(() => WriterRun.WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(100, 100, 100) }, new WriterOptions { Strategy = WritingStrategy.Parallel }));
    }

    [Fact]
    public async Task Direct_asks_for_the_document_in_one_call_with_the_instruction_alone()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 300));

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write 300 words on mud"), new WriterOptions { Strategy = WritingStrategy.Direct });

        Assert.Equal("Write 300 words on mud", Assert.Single(client.Calls).Prompt);
        var done = Assert.IsType<DocumentFinished>(events[^1]);
        Assert.Equal((300, 100d, Sample.Text("Mud", 300)), (done.Document.Words, done.LengthScore, done.Document.Text));
    }

    [Fact]
    public async Task Direct_asks_again_for_what_is_no_text_and_gives_up_in_the_end()
    {
        using var once = new ScriptedChatClient("I'm sorry, but I can't.", Sample.Text("Mud", 300));
        using var never = new ScriptedChatClient([.. Enumerable.Repeat(new Reply(""), 5)]);
        var direct = new WriterOptions { Strategy = WritingStrategy.Direct };

        var events = await WriterRun.WriteAsync(once, new WritingRequest("Write 300 words on mud"), direct);

        Assert.Equal("the model refused", Assert.Single(events.OfType<SectionRestarted>()).Reason);
        await Assert.ThrowsAsync<WritingException>(() => WriterRun.WriteAsync(never, new WritingRequest("Write 300 words on mud"), direct));
    }

    [Theory]
    [InlineData(WritingStrategy.AgentWrite)]
    [InlineData(WritingStrategy.Parallel)]
    [InlineData(WritingStrategy.Direct)]
    public async Task Each_goes_on_where_it_stopped(WritingStrategy strategy)
    {
        var request = new WritingRequest("Write a 3000-word article on the sea") { Seed = 4 };
        var options = new WriterOptions { Strategy = strategy };
        using var first = new SeededWriter();
        var whole = await WriterRun.WriteAsync(first, request, options);
        var kept = whole.Where(e => e is PlanReady or SectionFinished).ToList();
        for (var stop = 1; stop <= kept.Count; stop++)
        {
            using var client = new SeededWriter();
            var resumed = await WriterRun.WriteAsync(client, request with { Past = [.. kept.Take(stop)] }, options);

            Assert.Equal(((DocumentFinished)whole[^1]).Document.ToMarkdown(), ((DocumentFinished)resumed[^1]).Document.ToMarkdown());
            Assert.True(client.Calls.Count <= first.Calls.Count - stop + 1 || strategy == WritingStrategy.Direct);
        }
    }

    [Fact]
    public async Task Another_model_may_plan()
    {
        using var planner = new ScriptedChatClient(Sample.Plan(100, 100).ToString());
        using var writer = new ScriptedChatClient(Sample.Text("Mud", 100), Sample.Text("Stone", 100));
        var events = new List<WritingEvent>();

        await WriterRun.ReadAsync(new DocumentWriter(writer, planner: planner), new WritingRequest("Write 200 words on mud"), events);

        Assert.Single(planner.Calls);
        Assert.Equal(2, writer.Calls.Count);
    }
}
