using LongWriter.Fakes;
using LongWriter.Prompts;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

/// <summary>Sections asked for as a conversation.</summary>
public class ConversationTests
{
    private static readonly WriterOptions s_dialogue = new() { Layout = WritingLayout.Dialogue };
    private static readonly WritingRequest s_request = new("Write about mud") { Plan = Sample.Plan(200, 200, 200), Seed = 9 };

    [Theory]
    [InlineData("paper")]
    [InlineData("longwriter")]
    public async Task Each_call_goes_on_behind_the_messages_of_the_one_before_byte_for_byte(string template)
    {
        // The first is too long and changes what the later ones are asked for, the second has something around it.
        using var client = new ScriptedChatClient(Sample.Text("Mud", 290), "Sure, here it is:\n\n" + Sample.Text("Stone", 160), Sample.Text("Air", 150));
        var prompts = PromptTemplate.Find(template);

        var events = await WriteAsync(client, s_request, s_dialogue with { Template = prompts });

        var asked = events.OfType<SectionFinished>().Select(e => e.Asked).ToList();
        Assert.Equal(3, client.Calls.Count);
        Assert.NotEqual(200, asked[1]);
        Assert.Equal([("user", prompts.Write("Write about mud", s_request.Plan!.ToString(), "", s_request.Plan.Steps[0].ToLine(200)))], client.Calls[0].Messages);
        for (var i = 1; i < 3; i++)
        {
            Assert.Equal(
                [.. client.Calls[i - 1].Messages, ("assistant", events.OfType<SectionFinished>().ElementAt(i - 1).Section.Text), ("user", prompts.Next(s_request.Plan!.Steps[i].ToLine(asked[i])))],
                client.Calls[i].Messages);
        }

        Assert.DoesNotContain("Sure", client.Calls[2].Prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_is_continued_behind_what_stands_of_it_and_then_stands_as_one()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 90) + ".", Sample.Text("More", 112)[6..] + ".", Sample.Text("Stone", 200), Sample.Text("Air", 200));

        var events = await WriteAsync(client, s_request, s_dialogue);

        var rest = Assert.Single(events.OfType<SectionContinued>()).Words;
        Assert.Equal([.. client.Calls[0].Messages, ("assistant", Sample.Text("Mud", 90) + "."), ("user", PromptTemplate.Rest(s_request.Plan!.Steps[0].ToLine(rest)))], client.Calls[1].Messages);
        Assert.Equal([.. client.Calls[0].Messages, ("assistant", events.OfType<SectionFinished>().First().Section.Text)], client.Calls[2].Messages.SkipLast(1));
    }

    [Fact]
    public async Task In_a_short_context_the_conversation_begins_anew_with_what_is_kept_and_always_fits()
    {
        using var client = new ScriptedChatClient([.. Enumerable.Range(0, 12).Select(i => new Reply(Sample.Text($"Heading{(char)('A' + i)}", 100)))]);
        var window = new ContextWindow(5000, text => text.Length);
        var request = new WritingRequest("Write about mud") { Plan = Sample.Plan([.. Enumerable.Repeat(100, 12)]) };

        var events = await WriteAsync(client, request, s_dialogue with { Context = window });

        var cuts = events.OfType<HistoryWindowed>().ToList();
        Assert.InRange(cuts.Count, 2, 11);
        Assert.All(client.Calls, call => Assert.True(window.Count(call.Prompt) + call.Options.MaxOutputTokens <= window.Tokens));
        foreach (var cut in cuts)
        {
            var call = client.Calls[events.Take(events.IndexOf(cut)).OfType<SectionFinished>().Count()];
            Assert.Contains("Already written text:\n\n\n\nWrite only", call.Messages[0].Text, StringComparison.Ordinal);
            Assert.EndsWith(request.Plan!.Steps[cut.FromSection - 1].ToString(), call.Messages[0].Text, StringComparison.Ordinal);
            Assert.Equal(Sample.Text($"Heading{(char)('A' + cut.FromSection - 1)}", 100), call.Messages[1].Text);
        }
    }

    [Fact]
    public async Task Chapters_that_are_summed_up_stand_in_the_first_message_and_a_run_taken_up_asks_the_same()
    {
        var options = s_dialogue with { Context = new ContextWindow(32_768, text => (text.Length + 2) / 3) };
        var request = new WritingRequest("Write a 21,000-word novel about the sea") { Seed = 3 };
        using var client = new SeededWriter();
        var whole = await WriteAsync(client, request, options);
        var chapter = whole.OfType<ChapterFinished>().First();
        var second = client.Messages.First(messages => messages.Count == 1 && messages[0].Text.Contains("Sections of chapter 2:", StringComparison.Ordinal));

        Assert.Contains("Already written text:\n\n" + chapter.Summary, second[0].Text, StringComparison.Ordinal);
        Assert.Contains(client.Messages, messages => messages.Count > 5);

        var kept = whole.Where(e => e is OutlineReady or PlanReady or ChapterFinished or SectionFinished).ToList();
        for (var stop = 3; stop < kept.Count; stop += 9)
        {
            using var rest = new SeededWriter();
            await WriteAsync(rest, request with { Past = [.. kept.Take(stop)] }, options);

            Assert.Equal(client.Messages.TakeLast(rest.Messages.Count), rest.Messages);
        }
    }

    [Fact]
    public async Task Both_layouts_ask_the_same_of_the_first_section_and_carry_the_same_text()
    {
        Reply[] replies = [Sample.Text("Mud", 200), Sample.Text("Stone", 200), Sample.Text("Air", 200)];
        using var paper = new ScriptedChatClient(replies);
        using var dialogue = new ScriptedChatClient(replies);

        await WriteAsync(paper, s_request);
        await WriteAsync(dialogue, s_request, s_dialogue);

        Assert.Equal(paper.Calls[0].Messages, dialogue.Calls[0].Messages);
        Assert.All(paper.Calls, call => Assert.Equal("user", Assert.Single(call.Messages).Role));
        Assert.Contains(Sample.Text("Mud", 200) + "\n\n" + Sample.Text("Stone", 200), paper.Calls[2].Prompt, StringComparison.Ordinal);
        Assert.Equal([Sample.Text("Mud", 200), Sample.Text("Stone", 200)], dialogue.Calls[2].Messages.Where(message => message.Role == ChatRole.Assistant.Value).Select(message => message.Text));
    }
}
