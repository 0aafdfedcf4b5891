using LongWriter.Chat;
using LongWriter.Fakes;
using LongWriter.Strategies;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

/// <summary>Answers whose connection broke off: void, asked for again with the same seed, and no fault of the model.</summary>
public class AnswerStreamTests
{
    private static readonly WritingRequest s_request = new("Write about mud") { Plan = Sample.Plan(200, 200), Seed = 9 };

    [Fact]
    public async Task A_section_that_breaks_off_is_void_and_asked_for_again_as_if_nothing_had_been()
    {
        using var client = new ScriptedChatClient(Broken("Mud and mo"), Broken("Mud and more of i"), Sample.Text("Mud", 200), Sample.Text("Stone", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal([new SectionRestarted(1, "the connection broke off: reset"), new SectionRestarted(1, "the connection broke off: reset")], events.OfType<SectionRestarted>());
        Assert.Equal([Sample.Text("Mud", 200), Sample.Text("Stone", 200)], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        Assert.Equal([3, 1], events.OfType<SectionFinished>().Select(e => e.Calls));
        Assert.Equal([CallSeed.Of(9, 1, 0), CallSeed.Of(9, 1, 0), CallSeed.Of(9, 1, 0), CallSeed.Of(9, 2, 0)], client.Calls.Select(call => call.Options.Seed!.Value));
    }

    [Fact]
    public async Task A_continuation_that_breaks_off_leaves_what_stood_before_it()
    {
        var mud = Sample.Text("Mud", 90) + ".";
        using var client = new ScriptedChatClient(mud, Broken("and so it wen"), Sample.Text("Air", 111)[5..] + ".", Sample.Text("Stone", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal(new TextWithdrawn(1, mud.Length + 2), Assert.Single(events.OfType<TextWithdrawn>()));
        Assert.Empty(events.OfType<SectionRestarted>());
        var finished = events.OfType<SectionFinished>().First();
        Assert.Equal(mud + "\n\n" + Sample.Text("Air", 111)[5..] + ".", finished.Section.Text);
        Assert.Equal(3, finished.Calls);
        Assert.Equal(client.Calls[1].Prompt, client.Calls[2].Prompt);
    }

    [Fact]
    public async Task Breaks_count_apart_from_unusable_answers()
    {
        Reply refusal = "I'm sorry, but I can't.";
        Reply[] spoilt = [.. Enumerable.Repeat(Broken("Mud"), 9), refusal, .. Enumerable.Repeat(Broken("Mud"), 9), refusal, refusal, refusal];
        using var client = new ScriptedChatClient([.. spoilt, Sample.Text("Mud", 200), Sample.Text("Stone", 200)]);

        var events = await WriteAsync(client, s_request);

        Assert.Equal(Sample.Text("Mud", 200), events.OfType<SectionFinished>().First().Section.Text);
        Assert.Equal(0, client.Left);
    }

    [Fact]
    public async Task An_answer_that_always_breaks_off_ends_the_run_and_says_so()
    {
        using var client = new ScriptedChatClient([Sample.Text("Mud", 200), .. Enumerable.Repeat(Broken("Stone"), 10)]);
        var events = new List<WritingEvent>();

        var problem = await Assert.ThrowsAsync<WritingException>(() => ReadAsync(new DocumentWriter(client), s_request, events));

        Assert.Equal("the connection broke off 10 times in one answer, last: reset. Resume the run when the endpoint is well again.", problem.Message);
        Assert.Single(events.OfType<SectionFinished>());
        Assert.Equal(11, client.Calls.Count);
    }

    [Fact]
    public async Task A_plan_that_breaks_off_is_no_bad_plan()
    {
        using var client = new ScriptedChatClient(Broken("Paragraph 1 - Main Point: Half - Word Count: 300 words"), Sample.Plan(100, 100, 100).ToString());

        var (ready, repairs) = await PlanAsync(client, new WritingRequest("Write a 300-word article on the sea"));

        Assert.Equal(Sample.Plan(100, 100, 100).Steps, ready.Plan.Steps);
        Assert.Empty(repairs);
        Assert.Equal((1, 0), (ready.Calls, ready.Unreadable));
    }

    [Fact]
    public async Task One_call_for_all_is_asked_for_again_too()
    {
        using var client = new ScriptedChatClient(Broken("Half"), "Mud is soft.");

        var events = await WriteAsync(client, new WritingRequest("Write 50 words about mud"), new WriterOptions { Strategy = WritingStrategy.Direct });

        Assert.Single(events.OfType<SectionRestarted>());
        Assert.Equal(("Mud is soft.", 2), (events.OfType<SectionFinished>().Single().Section.Text, events.OfType<SectionFinished>().Single().Calls));
    }

    [Fact]
    public async Task What_a_content_filter_stopped_is_no_text()
    {
        using var client = new ScriptedChatClient(new Reply(Sample.Text("Mud", 120)) { Finish = ChatFinishReason.ContentFilter }, Sample.Text("Mud", 200), Sample.Text("Stone", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal("the endpoint's content filter stopped the answer", Assert.Single(events.OfType<SectionRestarted>()).Reason);
        Assert.Equal(Sample.Text("Mud", 200), events.OfType<SectionFinished>().First().Section.Text);
    }

    private static Reply Broken(string text) => new(text) { Failure = new AnswerBrokenOffException("reset") };
}
