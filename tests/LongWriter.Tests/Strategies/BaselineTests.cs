using LongWriter.Chat;
using LongWriter.Fakes;
using LongWriter.Strategies;
using Microsoft.Extensions.AI;

namespace LongWriter.Tests;

public class BaselineTests
{
    private static readonly WriterOptions s_options = new() { Strategy = WritingStrategy.Direct, BaselineTokens = 32_768, Temperature = 0.5f };

    [Theory]
    [InlineData("Write 300 words on mud")]
    [InlineData("  Write on mud.\n\nIn Chinese: 泥\n \n")]
    public async Task The_model_is_given_the_letters_of_the_instruction_and_the_room_that_is_allowed(string instruction)
    {
        using var client = new ScriptedChatClient(Sample.Text("Mud", 300));

        await WriterRun.WriteAsync(client, new WritingRequest(instruction) { Seed = 3 }, s_options);

        var call = Assert.Single(client.Calls);
        Assert.Equal([("user", instruction)], call.Messages);
        Assert.Equal((32_768, 0.5f), (call.Options.MaxOutputTokens, call.Options.Temperature));
        Assert.NotNull(call.Options.Seed);
        Assert.Null(call.Options.AdditionalProperties);
    }

    [Theory]
    [InlineData("")]
    [InlineData("I'm sorry, but I can't.")]
    [InlineData("Sure, here is your text:\n\nMud.\n\nLet me know if you want more!\n")]
    [InlineData(" \n Mud \n ")]
    [InlineData("Error: 500")]
    public async Task Its_answer_stands_as_it_came_whatever_it_is(string answer)
    {
        using var client = new ScriptedChatClient(new Reply(answer) { Pieces = [7] });

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write 300 words on mud"), s_options);

        Assert.Single(client.Calls);
        Assert.Equal(answer, Assert.IsType<DocumentFinished>(events[^1]).Document.Text);
        Assert.Equal(answer, string.Concat(events.OfType<TextDelta>().Select(delta => delta.Text)));
    }

    [Fact]
    public async Task A_loop_is_read_to_its_end_and_why_it_ended_is_kept()
    {
        var loop = string.Concat(Enumerable.Repeat("and mud ", 3000));
        using var client = new ScriptedChatClient(new Reply(loop) { Pieces = [50], Finish = ChatFinishReason.Length, Usage = new UsageDetails { InputTokenCount = 9, OutputTokenCount = 6000 } });

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write 300 words on mud"), s_options);

        var finished = Assert.Single(events.OfType<SectionFinished>());
        Assert.Equal((loop, "length", 6000, 1, new TokenUsage(9, 0, 6000)), (finished.Section.Text, finished.FinishReason, finished.Section.Words, finished.Calls, finished.Usage));
    }

    [Fact]
    public async Task What_a_broken_connection_left_is_void_and_asked_for_again_with_the_same_seed()
    {
        using var client = new ScriptedChatClient(new Reply("Half of it") { Failure = new AnswerBrokenOffException("reset") }, "All of it.");

        var events = await WriterRun.WriteAsync(client, new WritingRequest("Write 300 words on mud"), s_options);

        Assert.Equal("All of it.", Assert.IsType<DocumentFinished>(events[^1]).Document.Text);
        Assert.Equal(2, Assert.Single(events.OfType<SectionFinished>()).Calls);
        Assert.Equal(client.Calls[0].Options.Seed, client.Calls[1].Options.Seed);
        Assert.Equal(client.Calls[0].Messages, client.Calls[1].Messages);
    }

    [Fact]
    public async Task It_has_no_part_in_other_strategies()
    {
        WriterOptions[] both = [new() { Temperature = 0.5f }, new() { Temperature = 0.5f, BaselineTokens = 5 }];
        var calls = new List<IEnumerable<(string, int?)>>();
        foreach (var options in both)
        {
            using var client = new ScriptedChatClient(Sample.Plan(300).ToString(), Sample.Text("Mud", 300));
            await WriterRun.WriteAsync(client, new WritingRequest("Write 300 words on mud"), options);
            calls.Add([.. client.Calls.Select(call => (call.Prompt, call.Options.MaxOutputTokens))]);
        }

        Assert.Equal(2, calls[0].Count());
        Assert.Equal(calls[0], calls[1]);
    }

    [Fact]
    public void No_room_at_all_is_refused()
    {
        using var client = new ScriptedChatClient();

        Assert.Throws<ArgumentException>(() => new DocumentWriter(client, s_options with { BaselineTokens = 0 }));
    }
}
