using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Writing;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

/// <summary>Answers that cannot be taken as they are: asked for again, and how often.</summary>
public class DocumentWriterAttemptsTests
{
    private const string Ask = "Write a 300-word article on the sea";
    private static readonly Plan s_plan = Sample.Plan(100, 100, 100);

    [Fact]
    public async Task An_empty_answer_is_asked_again_with_another_seed()
    {
        using var client = new ScriptedChatClient("", " \n ", "Text.");
        var request = new WritingRequest("Write about mud") { Plan = Sample.Plan(10), Seed = 9 };

        var events = await WriteAsync(client, request);

        Assert.Equal([nameof(SectionStarted), nameof(SectionRestarted), nameof(SectionRestarted), nameof(TextDelta), nameof(SectionFinished)], events.Skip(2).SkipLast(1).Select(e => e.GetType().Name));
        Assert.Equal(new SectionRestarted(1, "the answer was empty"), events[3]);
        Assert.Equal([CallSeed.Of(9, 1, 0), CallSeed.Of(9, 1, 1), CallSeed.Of(9, 1, 2)], client.Calls.Select(call => call.Options.Seed!.Value));
        Assert.Single(client.Calls.Select(call => call.Prompt).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task After_an_answer_that_is_no_plan_the_next_is_drawn_warmer()
    {
        using var client = new ScriptedChatClient("no plan", "none either", s_plan.ToString(), Sample.Text("Sea", 100), Sample.Text("Salt", 100), Sample.Text("Storm", 100));

        await WriteAsync(client, new WritingRequest(Ask), new WriterOptions { Temperature = 0.5f });

        Assert.Equal([0.5f, 0.65f, 0.8f, 0.5f], client.Calls.Take(4).Select(call => call.Options.Temperature!.Value), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public async Task A_section_that_stays_empty_ends_the_run_and_says_which()
    {
        using var client = new ScriptedChatClient("Mud\n\nMud is soft.", "", "", "");
        var writer = new DocumentWriter(client, new WriterOptions { Attempts = 3 });
        var events = new List<WritingEvent>();

        var problem = await Assert.ThrowsAsync<WritingException>(() => ReadAsync(writer, new WritingRequest("Write about mud") { Plan = Sample.Plan(10, 10) }, events));

        Assert.Contains("section 2 ('Point B of the matter'): the answer was empty, 3 times in 3 calls", problem.Message, StringComparison.Ordinal);
        Assert.Equal(4, client.Calls.Count);
        Assert.Single(events.OfType<SectionFinished>());
    }

    [Fact]
    public async Task A_section_that_says_over_what_stands_is_written_again()
    {
        const string Mud = "Mud\n\nMud is what the river leaves behind after every flood. Nobody who lives beside it has ever liked it much.";
        using var client = new ScriptedChatClient(Mud, "Stone" + Mud[3..] + " Stones sink.", Sample.Text("Stone", 60));
        var request = new WritingRequest("Write about mud") { Plan = Sample.Plan(22, 60), Seed = 9 };

        var events = await WriteAsync(client, request);

        Assert.Equal("2 of its sentences stand already", Assert.Single(events.OfType<SectionRestarted>()).Reason);
        Assert.Equal([Mud, Sample.Text("Stone", 60)], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        Assert.Equal([CallSeed.Of(9, 1, 0), CallSeed.Of(9, 2, 0), CallSeed.Of(9, 2, 1)], client.Calls.Select(call => call.Options.Seed!.Value));
        Assert.Equal(client.Calls[1].Prompt, client.Calls[2].Prompt);
    }

    [Fact]
    public async Task A_section_that_keeps_repeating_stays_as_its_third_attempt_wrote_it()
    {
        static string Loop(string word) => word + "\n\n" + string.Join(' ', Enumerable.Repeat($"The {word} lay in the mud for a long and quiet while.", 5));
        using var client = new ScriptedChatClient(Loop("boat"), Loop("rope"), Loop("sail"));

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(60) });

        Assert.Equal(2, events.OfType<SectionRestarted>().Count());
        Assert.Equal(Loop("sail"), Assert.Single(events.OfType<SectionFinished>()).Section.Text);
    }

    [Fact]
    public async Task An_unusable_plan_is_asked_again_with_another_seed()
    {
        using var client = new ScriptedChatClient("I cannot.", "", s_plan.ToString());

        var (ready, _) = await PlanAsync(client, new WritingRequest(Ask) { Seed = 4 });

        Assert.Equal((3, 2), (ready.Calls, ready.Unreadable));
        Assert.Equal(s_plan.Steps, ready.Plan.Steps);
        Assert.Equal([CallSeed.Of(4, 0, 0), CallSeed.Of(4, 0, 1), CallSeed.Of(4, 0, 2)], client.Calls.Select(call => call.Options.Seed!.Value));
    }

    [Fact]
    public async Task A_plan_that_stays_unusable_ends_the_run_with_its_reason()
    {
        using var client = new ScriptedChatClient([.. Enumerable.Repeat(new Reply("I cannot."), 5)]);

        var problem = await Assert.ThrowsAsync<WritingException>(() => WriteAsync(client, new WritingRequest(Ask)));

        Assert.Contains("no usable plan in 5 attempts", problem.Message, StringComparison.Ordinal);
        Assert.Equal("I cannot.", Assert.IsType<PlanException>(problem.InnerException).Answer);
        Assert.Equal(5, client.Calls.Count);
    }

    [Fact]
    public async Task A_plan_made_for_another_length_is_asked_again_and_the_nearest_of_three_is_taken()
    {
        using var client = new ScriptedChatClient(Sample.Plan(50, 50).ToString(), Sample.Plan(300, 350).ToString(), Sample.Plan(40, 40).ToString());

        var (ready, _) = await PlanAsync(client, new WritingRequest(Ask));

        Assert.Equal([140, 160], ready.Plan.Steps.Select(step => step.Words));
        Assert.Equal((3, 0), (ready.Calls, ready.Unreadable));
    }

    [Fact]
    public async Task A_plan_of_absurd_length_is_asked_again_like_any_other_bad_one()
    {
        using var client = new ScriptedChatClient(Sample.Plan(999_999_999, 999_999_999, 999_999_999).ToString(), Sample.Plan(50).ToString());

        var (ready, _) = await PlanAsync(client, new WritingRequest("Write about mud"));

        Assert.Equal(50, ready.TargetWords);
        Assert.Equal(2, client.Calls.Count);
    }
}
