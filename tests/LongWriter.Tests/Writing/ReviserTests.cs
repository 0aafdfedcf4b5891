using LongWriter.Fakes;
using LongWriter.Prompts;
using LongWriter.Writing;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

/// <summary>Sections criticised and written once more.</summary>
public class ReviserTests
{
    private static readonly WriterOptions s_revising = new() { Revises = true };
    private static readonly WritingRequest s_request = new("Write about mud") { Plan = Sample.Plan(200, 200), Seed = 9 };
    private static readonly Reply s_keep = "KEEP";

    [Fact]
    public async Task A_section_that_is_criticised_is_written_once_more_and_the_stream_stays_its_text()
    {
        const string Points = "- Say where the mud comes from.\n- Drop the last sentence.";
        var better = Sample.Text("Mud", 150) + " " + Sample.Text("Better", 52)[8..];
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), Points, "Sure, here is the section:\n\n" + better, Sample.Text("Stone", 200), s_keep);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal(new SectionRevised(1, "- Say where the mud comes from. - Drop the last sentence."), Assert.Single(events.OfType<SectionRevised>()));
        Assert.Equal(new SectionKept(2, "the editor found nothing to change"), Assert.Single(events.OfType<SectionKept>()));
        Assert.Equal([better, Sample.Text("Stone", 200)], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        Assert.Equal([better, Sample.Text("Stone", 200)], Streamed(events, 2));
        Assert.Equal([(3, 200, 200), (2, 200, 200)], events.OfType<SectionFinished>().Select(e => (e.Calls, e.Asked, e.Drafted)));
        Assert.Equal(5, client.Calls.Select(call => call.Options.Seed).Distinct().Count());

        // Both questions stand behind the prefix of the draft's own call; later sections see the new text alone.
        var prefix = client.Calls[0].Prompt[..client.Calls[0].Prompt.IndexOf("\n\nWrite only", StringComparison.Ordinal)];
        var step = s_request.Plan!.Steps[0].ToLine(200);
        Assert.Equal(prefix + Sample.Text("Mud", 200) + "\n\n" + PromptTemplate.Critique(step), client.Calls[1].Prompt);
        Assert.Equal(prefix + Sample.Text("Mud", 200) + "\n\n" + PromptTemplate.Revision(Points, step), client.Calls[2].Prompt);
        Assert.Contains(better, client.Calls[3].Prompt, StringComparison.Ordinal);
        Assert.DoesNotContain("Say where", client.Calls[3].Prompt, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Rewrites => new()
    {
        { "", "the answer was empty" },
        { "I'm sorry, but I can't help with that.", "the model refused" },
        { "抱歉，我无法重写这一段。", "the model refused" },
        { "{\"error\": \"overloaded\"}", "the answer was an error message" },
        { "An editor says of the last section above:\n\n- Drop it.", "the answer said the prompt back" },
        { Sample.Text("Other", 150), "it has 150 words where 200 are due and 200 stand" },
        { Sample.Text("Other", 300), "it has 300 words where 200 are due and 200 stand" },
        { Sample.Text("Other", 202)[7..], "it has no heading" },
        { Sample.Text("Stone", 200), "it changed nothing" },
        { Sample.Text("Mud", 200), "its heading stands already" },
        { Sample.Text("Other", 50) + string.Concat(Enumerable.Repeat(" and so on", 500)), "the model fell into a loop" },
    };

    [Theory]
    [MemberData(nameof(Rewrites))]
    public async Task A_rewrite_that_is_worse_is_never_seen_and_the_draft_stays(string rewrite, string reason)
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), s_keep, Sample.Text("Stone", 200), "- Be plain.", new Reply(rewrite) { Pieces = [30] });

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal(new SectionKept(2, "the rewrite was not taken: " + reason), events.OfType<SectionKept>().Last());
        Assert.Equal([Sample.Text("Mud", 200), Sample.Text("Stone", 200)], events.OfType<SectionFinished>().Select(e => e.Section.Text));
        Assert.Empty(events.OfType<TextWithdrawn>());
        Assert.Equal([Sample.Text("Mud", 200), Sample.Text("Stone", 200)], Streamed(events, 2));
    }

    [Fact]
    public async Task A_rewrite_that_its_token_limit_ended_is_not_taken()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), "- Be plain.", new Reply(Sample.Text("Other", 200)) { Finish = ChatFinishReason.Length }, Sample.Text("Stone", 200), s_keep);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal("the rewrite was not taken: it came to its token limit", events.OfType<SectionKept>().First().Reason);
        Assert.Equal("stop", events.OfType<SectionFinished>().First().FinishReason);
    }

    [Theory]
    [InlineData("KEEP")]
    [InlineData("**Keep.**\n\nIt reads well.")]
    [InlineData("保留。")]
    public async Task An_editor_who_is_content_costs_one_call(string answer)
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), answer, Sample.Text("Stone", 200), answer);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal(2, events.OfType<SectionKept>().Count(e => e.Reason == "the editor found nothing to change"));
        Assert.Equal(0, client.Left);
    }

    [Theory]
    [InlineData("", "the editor gave no criticism: the answer was empty")]
    [InlineData("I'm sorry, but I can't criticise this.", "the editor gave no criticism: the model refused")]
    public async Task A_criticism_that_is_none_leaves_the_section_alone(string answer, string reason)
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), answer, Sample.Text("Stone", 200), s_keep);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal(reason, events.OfType<SectionKept>().First().Reason);
        Assert.Equal(0, client.Left);
    }

    [Fact]
    public async Task A_word_keep_inside_a_criticism_is_no_verdict()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), "Keep the opening, but name the river.", Sample.Text("Other", 200), Sample.Text("Stone", 200), s_keep);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal("Keep the opening, but name the river.", Assert.Single(events.OfType<SectionRevised>()).Reason);
        Assert.Equal(Sample.Text("Other", 200), events.OfType<SectionFinished>().First().Section.Text);
    }

    [Fact]
    public async Task In_dialogue_the_questions_follow_the_section()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), "- Be plain.", Sample.Text("Other", 200), Sample.Text("Stone", 200), s_keep);

        await WriteAsync(client, s_request, s_revising with { Layout = WritingLayout.Dialogue });

        var step = s_request.Plan!.Steps[0].ToLine(200);
        Assert.Equal([.. client.Calls[0].Messages, ("assistant", Sample.Text("Mud", 200)), ("user", PromptTemplate.Revision("- Be plain.", step))], client.Calls[2].Messages);
        Assert.Equal([.. client.Calls[0].Messages, ("assistant", Sample.Text("Other", 200)), ("user", PromptTemplate.LongWriter.Next(s_request.Plan.Steps[1].ToLine(200)))], client.Calls[3].Messages);
    }

    [Fact]
    public async Task In_a_short_context_there_is_room_for_all_that_is_asked()
    {
        var replies = Enumerable.Range(0, 8).SelectMany(i => (Reply[])[Sample.Text($"Draft{(char)('A' + i)}", 100), "- Be plain, and say what the mud is.", Sample.Text($"Heading{(char)('A' + i)}", 100)]);
        using var client = new ScriptedChatClient([.. replies]);
        var window = new ContextWindow(3600, text => text.Length);

        var events = await WriteAsync(client, new WritingRequest("Write about mud") { Plan = Sample.Plan([.. Enumerable.Repeat(100, 8)]) }, s_revising with { Context = window });

        Assert.Equal(8, events.OfType<SectionRevised>().Count());
        Assert.NotEmpty(events.OfType<HistoryWindowed>());
        Assert.All(client.Calls, call => Assert.True(window.Count(call.Prompt) + call.Options.MaxOutputTokens <= window.Tokens, $"{call.Prompt.Length} + {call.Options.MaxOutputTokens}"));
    }

    [Fact]
    public async Task The_prompts_of_revising_are_part_of_the_hash_only_where_they_are_asked()
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 200), s_keep, Sample.Text("Stone", 200), s_keep);

        var events = await WriteAsync(client, s_request, s_revising);

        Assert.Equal(PromptTemplate.LongWriter.RevisingHash, ((RunStarted)events[0]).TemplateHash);
        Assert.Equal(PromptTemplate.LongWriter.Hash, new WriterOptions().TemplateHash);
        Assert.NotEqual(PromptTemplate.LongWriter.Hash, PromptTemplate.LongWriter.RevisingHash);
    }
}
