using LongWriter.Inference.Chat;
using Microsoft.Extensions.AI;
using static LongWriter.Inference.Tests.Chat.Calls;

namespace LongWriter.Inference.Tests.Chat;

/// <summary>Calls that carry what stands so far.</summary>
public sealed class LocalChatClientRepeatsTests
{
    /// <summary>Eight words and no byte twice: the model can say nothing else.</summary>
    private const string Eight = "a,b:c-d+e=f;g h";

    [Fact]
    public async Task A_model_that_can_say_nothing_else_says_it_after_a_few_draws()
    {
        using var model = TinyModel.Saying(Eight, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello", After("A B C D E F G."));
        Assert.Equal(Eight, response.Text);
        AssertUsage(response, Prompt(model, "Hello").Count, 0, Eight.Length + 1);

        // Each draw in vain ends with the space behind the seventh word.
        Assert.Equal((SentenceGuard.MostDraws - 1) * (Eight.Length - 1), response.Usage!.AdditionalCounts![LocalChatClient.Discarded]);
    }

    [Fact]
    public async Task What_repeats_nothing_is_drawn_once()
    {
        using var model = TinyModel.Saying(Eight, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var response = await Ask(client, "Hello", After("A B C D E F H."));
        Assert.Equal(Eight, response.Text);
        Assert.Null(response.Usage!.AdditionalCounts);
    }

    [Fact]
    public async Task Draws_in_vain_leave_the_cache_as_an_answer_without_them_does()
    {
        using var model = TinyModel.Saying(Eight, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        using var plain = new LocalChatClient(model, threads: 1);
        await Ask(client, "Hello", After("A B C D E F G."));
        await Ask(plain, "Hello");
        var (after, expected) = (await Ask(client, "Hello"), await Ask(plain, "Hello"));
        Assert.Equal(expected.Text, after.Text);
        Assert.Equal(expected.Usage!.CachedInputTokenCount, after.Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task A_random_model_draws_the_same_sentences_where_nothing_stands()
    {
        using var model = new TinyModel().Load();
        using var client = new LocalChatClient(model, threads: 1);
        var options = After("");
        (options.MaxOutputTokens, options.Seed) = (120, 5);
        Assert.Equal(await Fresh(model, "Write.", new() { MaxOutputTokens = 120, Seed = 5 }), (await Ask(client, "Write.", options)).Text);
    }

    [Fact]
    public async Task A_stop_within_a_sentence_is_found_although_it_is_held_back()
    {
        using var model = TinyModel.Saying(Eight, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var options = After("");
        options.StopSequences = ["d+e"];
        var response = await Ask(client, "Hello", options);
        Assert.Equal("a,b:c-", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    private static ChatOptions After(string written) => new() { AdditionalProperties = new() { [LocalChatClient.Written] = written } };
}
