using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Text;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

/// <summary>What becomes of answers that are too short, too long, broken off, or not only the section.</summary>
public class SectionWriterTests
{
    private static readonly WritingRequest s_request = new("Write about mud") { Plan = Sample.Plan(200, 200, 200), Seed = 9 };

    [Fact]
    public async Task A_section_that_stops_short_is_continued_behind_what_stands()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), Sample.Text("Stone", 90) + ".", Sample.Text("Air", 111)[5..] + ".", Sample.Text("Fire", 200));

        var events = await WriteAsync(client, s_request);

        var more = Assert.Single(events.OfType<SectionContinued>());
        Assert.Equal((2, "it has 90 words of 200"), (more.Section, more.Reason));
        Assert.Equal(4, client.Calls.Count);
        Assert.Contains(Sample.Text("Mud", 200) + "\n\n" + Sample.Text("Stone", 90) + ".\n\nThe last section above stops too early", client.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.EndsWith(s_request.Plan!.Steps[1].ToLine(more.Words), client.Calls[2].Prompt, StringComparison.Ordinal);
        var second = events.OfType<SectionFinished>().ElementAt(1);
        Assert.Equal((200, 2, 200, 90), (second.Section.Words, second.Calls, second.Asked, second.Drafted));
        Assert.Equal(Sample.Text("Stone", 90) + ".\n\n" + Sample.Text("Air", 111)[5..] + ".", second.Section.Text);
        Assert.Equal(3, client.Calls.Select(call => call.Options.Seed).Distinct().Count() - 1);
    }

    [Fact]
    public async Task A_section_cut_off_at_its_token_limit_goes_on_from_its_last_whole_sentence()
    {
        using var client = new ScriptedChatClient(
            new Reply("Mud\n\n" + Sentence(0, 100) + " and then it bro") { Finish = ChatFinishReason.Length },
            Sentence(200, 100),
            Sample.Text("Stone", 200),
            Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal("it came to its token limit", Assert.Single(events.OfType<SectionContinued>()).Reason);
        Assert.Equal("Mud\n\n" + Sentence(0, 100) + "\n\n" + Sentence(200, 100), events.OfType<SectionFinished>().First().Section.Text);
        Assert.DoesNotContain("it bro", client.Calls[1].Prompt, StringComparison.Ordinal);
        Assert.Equal((200, 0), (events.OfType<SectionFinished>().First().Asked, events.OfType<SectionFinished>().First().Drafted));
    }

    [Fact]
    public async Task A_section_far_too_long_is_cut_where_a_paragraph_ends()
    {
        var text = "Mud\n\n" + string.Join("\n\n", Enumerable.Range(0, 8).Select(i => Sentence(i * 50, 50)));
        using var client = new ScriptedChatClient(text, Sample.Text("Stone", 200), Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        var first = events.OfType<SectionFinished>().First();
        Assert.Equal(201, first.Section.Words);
        Assert.StartsWith(first.Section.Text, text, StringComparison.Ordinal);
        Assert.Equal(first.Section.Text.Length, Assert.Single(events.OfType<TextWithdrawn>()).Length);
        Assert.Equal((200, 401), (first.Asked, first.Drafted));
    }

    [Fact]
    public async Task What_models_put_around_a_section_never_reaches_it()
    {
        using var client = new ScriptedChatClient(
            new Reply("Sure, here is the section:\n\nParagraph 1: " + Sample.Text("Mud", 200) + "\n\n(Word count: 200)") { Pieces = [7] },
            "好的，以下是第二段：\n\n" + Sample.Text("Stone", 200),
            Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal([Sample.Text("Mud", 200), Sample.Text("Stone", 200), Sample.Text("Air", 200)], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        Assert.Equal(3, client.Calls.Count);
    }

    [Theory]
    [InlineData("I'm sorry, but I can't help with that.", "the model refused")]
    [InlineData("抱歉，我无法继续。", "the model refused")]
    [InlineData("{\"error\": \"overloaded\"}", "the answer was an error message")]
    [InlineData("请求过于频繁，请稍后再试", "the answer was an error message")]
    [InlineData("@@@@ #### 1234 5678 ++++ ====", "the answer was no text")]
    public async Task Failures_dressed_as_answers_are_asked_again_warmer_and_never_reach_the_text(string answer, string reason)
    {
        using var client = new ScriptedChatClient(answer, answer, Sample.Text("Mud", 200), Sample.Text("Stone", 200), Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request, new WriterOptions { Temperature = 0.5f });

        Assert.Equal([reason, reason], events.OfType<SectionRestarted>().Select(e => e.Reason));
        Assert.Equal([0.5f, 0.65f, 0.8f, 0.5f, 0.5f], client.Calls.Select(call => MathF.Round(call.Options.Temperature!.Value, 2)));
        Assert.DoesNotContain(answer, Assert.IsType<DocumentFinished>(events[^1]).Document.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_only_refuses_ends_the_run_and_leaves_what_stands()
    {
        using var client = new ScriptedChatClient([Sample.Text("Mud", 200), .. Enumerable.Repeat(new Reply("I'm sorry, but I can't."), 5)]);
        var events = new List<WritingEvent>();

        var problem = await Assert.ThrowsAsync<WritingException>(() => ReadAsync(new DocumentWriter(client), s_request, events));

        Assert.Contains("section 2 ('Point B of the matter'): the model refused, 5 times in 5 calls", problem.Message, StringComparison.Ordinal);
        Assert.Single(events.OfType<SectionFinished>());
    }

    [Fact]
    public async Task A_stream_that_falls_into_a_loop_is_left_at_once()
    {
        var loop = Sample.Text("Mud", 50) + string.Concat(Enumerable.Repeat(" and so on", 500));
        using var client = new ScriptedChatClient(new Reply(loop) { Pieces = [20] }, Sample.Text("Mud", 200), Sample.Text("Stone", 200), Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal("the model fell into a loop", Assert.Single(events.OfType<SectionRestarted>()).Reason);
        Assert.InRange(events.TakeWhile(e => e is not SectionRestarted).OfType<TextDelta>().Sum(delta => delta.Text.Length), 300, 900);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I cannot continue.")]
    public async Task A_continuation_that_is_none_leaves_the_section_as_it_is(string answer)
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 100) + ".", answer, Sample.Text("Stone", 250), Sample.Text("Air", 250));

        var events = await WriteAsync(client, s_request);

        Assert.Equal(Sample.Text("Mud", 100) + ".", events.OfType<SectionFinished>().First().Section.Text);
    }

    [Fact]
    public async Task A_section_is_continued_twice_at_the_most()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 40) + ".", Sentence(0, 40), Sentence(50, 40), Sample.Text("Stone", 240), Sample.Text("Air", 240));

        var events = await WriteAsync(client, s_request);

        Assert.Equal(2, events.OfType<SectionContinued>().Count(e => e.Section == 1));
        Assert.Equal((120, 3), (events.OfType<SectionFinished>().First().Section.Words, events.OfType<SectionFinished>().First().Calls));
    }

    [Fact]
    public async Task What_a_continuation_repeats_is_not_taken()
    {
        using var client = new ScriptedChatClient(
            "Mud\n\n" + Sentence(0, 100),
            Sentence(0, 100) + " " + Sentence(200, 50) + "\n\n" + Sentence(300, 30) + " " + Sentence(200, 50),
            Sample.Text("Stone", 200),
            Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal("Mud\n\n" + Sentence(0, 100) + "\n\n" + Sentence(200, 50) + "\n\n" + Sentence(300, 30), events.OfType<SectionFinished>().First().Section.Text);
    }

    [Fact]
    public async Task A_continuation_that_only_repeats_is_the_last()
    {
        using var client = new ScriptedChatClient("Mud\n\n" + Sentence(0, 100), "Mud\n\n" + Sentence(0, 100), Sample.Text("Stone", 250), Sample.Text("Air", 250));

        var events = await WriteAsync(client, s_request);

        Assert.Equal("Mud\n\n" + Sentence(0, 100), events.OfType<SectionFinished>().First().Section.Text);
        Assert.Single(events.OfType<SectionContinued>());
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(3000, 3000)]
    public async Task A_continuation_asks_for_no_more_than_a_section_may_have(int planned, int most)
    {
        using var client = new CountingWriter(habit: 0.2);

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan([.. Enumerable.Repeat(planned, 8)]) });

        Assert.Equal(most, events.OfType<SectionContinued>().Max(more => more.Words));
    }

    [Fact]
    public async Task A_heading_that_stands_is_found_at_its_line_and_the_stream_is_left()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), new Reply("Sure, here it is:\n\n**Mud**\n\n" + Sentence(0, 200)) { Pieces = [9] }, Sample.Text("Stone", 200), Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal(new SectionRestarted(2, "its heading stands already"), Assert.Single(events.OfType<SectionRestarted>()));
        var streamed = events.SkipWhile(e => e is not SectionStarted { Section: 2 }).TakeWhile(e => e is not SectionRestarted).OfType<TextDelta>().Sum(delta => delta.Text.Length);
        Assert.InRange(streamed, "Sure, here it is:\n\n**Mud**\n\n".Length, 50);
        Assert.Equal(["Mud", "Stone", "Air"], events.OfType<SectionFinished>().Select(e => e.Section.Heading));
    }

    [Fact]
    public async Task A_heading_that_comes_back_a_third_time_is_let_through_whole()
    {
        var again = "Mud\n\n" + Sentence(0, 200);
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), again, again, again, Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request);

        Assert.Equal(2, events.OfType<SectionRestarted>().Count());
        Assert.Equal(again, events.OfType<SectionFinished>().ElementAt(1).Section.Text);
    }

    [Fact]
    public async Task The_last_section_is_no_stub_even_where_the_document_lacks_little()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 1960), Sample.Text("Stone", 10) + ".", Sentence(2000, 30));

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan(1960, 40), Seed = 9 });

        Assert.Equal(new SectionContinued(2, 30, "it has 10 words of 40"), Assert.Single(events.OfType<SectionContinued>()));
        Assert.Equal(40, events.OfType<SectionFinished>().Last().Section.Words);
    }

    /// <summary>One sentence of words from a place in the endless row on.</summary>
    private static string Sentence(int from, int words) => string.Join(' ', Enumerable.Range(from, words).Select(i => Sample.Word(i + 1000))) + ".";
}
