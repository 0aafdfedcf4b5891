using LongWriter.Formats;
using LongWriter.Formats.Gguf;
using LongWriter.Inference.Chat;
using Microsoft.Extensions.AI;
using static LongWriter.Inference.Tests.Chat.Calls;

namespace LongWriter.Inference.Tests.Chat;

/// <summary>Calls that are cancelled, abandoned or made at the same time.</summary>
public sealed class LocalChatClientTurnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cancelling_in_the_middle_ends_promptly_and_the_next_call_answers_like_a_fresh_client()
    {
        // A context of a million tokens: an answer that is not cancelled would not end within the patience of the test.
        using var model = new TinyModel(context: 1 << 20).Load();
        using var client = new LocalChatClient(model, threads: 2);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var seen = 0;
        async Task Read()
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Write.")], null, source.Token))
            {
                if (update.Text.Length > 0 && ++seen == 5)
                {
                    await source.CancelAsync();
                }
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read().WaitAsync(Patience, Token));
        Assert.True(seen >= 5);
        var options = new ChatOptions { MaxOutputTokens = 20 };
        foreach (var prompt in Prompts.Take(3))
        {
            Assert.Equal(await Fresh(model, prompt, options), (await Ask(client, prompt, options)).Text);
        }
    }

    [Fact]
    public async Task Cancelling_a_whole_answer_ends_it_promptly()
    {
        using var model = TinyModel.Saying(Said, end: null, context: 1 << 20).Load();
        using var client = new LocalChatClient(model, threads: 1);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var answer = client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello")], null, source.Token);
        source.CancelAfter(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer.WaitAsync(Patience, Token));
        Assert.Equal(Said[..5], (await Ask(client, "Hello", new ChatOptions { MaxOutputTokens = 5 })).Text);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_before_its_turn_leaves_the_turn_free()
    {
        using var model = TinyModel.Saying(Said, TinyModel.EndOfTurn).Load();
        using var client = new LocalChatClient(model, threads: 1);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetResponseAsync([new ChatMessage(ChatRole.User, "Hello")], null, new CancellationToken(canceled: true)));
        Assert.Equal(Said, (await Ask(client, "Hello")).Text);
    }

    [Fact]
    public async Task An_abandoned_stream_does_not_block_the_next_call()
    {
        using var model = new TinyModel(context: 1 << 20).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var options = new ChatOptions { MaxOutputTokens = 30 };
        for (var run = 0; run < 5; run++)
        {
            var shown = "";
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, $"Write {run}.")], null, Token))
            {
                shown += update.Text;
                if (shown.Length > run)
                {
                    break;
                }
            }

            Assert.NotEmpty(shown);
            Assert.Equal(await Fresh(model, "Write.", options), (await Ask(client, "Write.", options)).Text);
        }
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_an_answer_ends_it_and_later_calls_are_refused()
    {
        using var model = new TinyModel(context: 1 << 20).Load();
        var client = new LocalChatClient(model, threads: 2);
        async Task Read()
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Write.")], null, Token))
            {
                client.Dispose();
            }
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Read().WaitAsync(Patience, Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Ask(client, "Write."));
    }

    [Fact]
    public async Task A_model_whose_weights_are_no_numbers_is_named()
    {
        var damaged = new TinyModel();
        damaged.Tensors["output_norm.weight"].Values.AsSpan().Fill(float.NaN);
        using var model = damaged.Load();
        using var client = new LocalChatClient(model, threads: 1);
        var error = await Assert.ThrowsAsync<ModelFileException>(() => Ask(client, "Write."));
        Assert.Contains(model.Path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Concurrent_calls_all_get_the_answers_they_would_get_alone()
    {
        using var model = new TinyModel(GgmlType.Q8_0).Load();
        using var client = new LocalChatClient(model, threads: 1);
        var options = new ChatOptions { MaxOutputTokens = 25 };
        string[] prompts = [.. Prompts, .. Prompts];
        var answers = await Task.WhenAll(prompts.Select((prompt, i) => Task.Run(async () => i % 2 == 0
            ? (await Ask(client, prompt, options)).Text
            : string.Concat((await Stream(client, prompt, options)).Select(update => update.Text)), Token)));
        for (var i = 0; i < prompts.Length; i++)
        {
            Assert.Equal(await Fresh(model, prompts[i], options), answers[i]);
        }
    }

    [Fact]
    public async Task A_call_waits_until_the_one_before_it_has_ended()
    {
        using var model = TinyModel.Saying(Said, end: null, context: 1 << 20).Load();
        using var client = new LocalChatClient(model, threads: 1);
        Task<ChatResponse> second;
        await using (var first = client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Hello")], null, Token).GetAsyncEnumerator(Token))
        {
            Assert.True(await first.MoveNextAsync());
            second = Ask(client, "Hello", new ChatOptions { MaxOutputTokens = 4 });
            await Assert.ThrowsAsync<TimeoutException>(() => second.WaitAsync(TimeSpan.FromMilliseconds(100), Token));
            Assert.True(await first.MoveNextAsync());
        }

        Assert.Equal("lazy", (await second).Text);
    }
}
