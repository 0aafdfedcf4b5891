using LongWriter.Providers.Tests.Servers;
using Microsoft.Extensions.AI;

namespace LongWriter.Providers.Tests;

/// <summary>What holds of every provider, over the wire; each has a class of its own that says how it is reached.</summary>
public abstract partial class ProviderTests
{
    private static readonly Answer s_answer = new("Rivers ", "run, ", "长江流向", "东海。", " 🌊 done");

    private protected abstract Wiring Wiring { get; }

    private static string Text => string.Concat(s_answer.Pieces);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(64)]
    [InlineData(int.MaxValue)]
    public async Task Text_arrives_in_order_however_its_bytes_are_split(int piece)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer, piece));

        var updates = await Wiring.StreamAsync(server.Url);

        Assert.Equal(Text, updates.Text());
        Assert.Equal(s_answer.Pieces, updates.Select(update => update.Text).Where(text => text.Length > 0));
    }

    [Fact]
    public async Task A_call_for_the_whole_answer_is_streamed_as_well()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer));
        using var model = Wiring.Open(server.Url);

        var response = await model.Client.GetResponseAsync("Write about rivers", null, TestContext.Current.CancellationToken);

        Assert.Equal(Text, response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((1200, 25), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.True(Assert.Single(server.Requests).Json["stream"]!.GetValue<bool>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Why_an_answer_ended_is_told(int finish)
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer with { Finish = (Finish)finish }));

        var updates = await Wiring.StreamAsync(server.Url);

        Assert.Equal((Finish)finish == Finish.Stop ? ChatFinishReason.Stop : ChatFinishReason.Length, updates[^1].FinishReason);
    }

    [Fact]
    public async Task Tokens_are_counted_once()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer with { Prompt = 3000, Cached = 2048, Completion = 77 }));

        var usage = (await Wiring.StreamAsync(server.Url)).Usage();

        Assert.Equal((3000, 77), (usage.InputTokenCount, usage.OutputTokenCount));
        Assert.Equal(Wiring.Protocol is OllamaProtocol ? null : 2048, usage.CachedInputTokenCount);
    }

    [Fact]
    public async Task What_the_core_says_to_clients_is_not_sent()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer));
        var options = new ChatOptions { AdditionalProperties = new() { [WriterOptions.Written] = "all that stands", [WriterOptions.Prefix] = (IReadOnlyList<int>)[5, 9], [WriterOptions.Run] = "0123456789abcdef", ["of_another_client"] = 7 } };

        await Wiring.StreamAsync(server.Url, options);

        var body = Assert.Single(server.Requests).Body;
        Assert.DoesNotContain("longwriter", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("all that stands", body, StringComparison.Ordinal);
        Assert.DoesNotContain("of_another_client", body, StringComparison.Ordinal);
        Assert.Equal(4, options.AdditionalProperties.Count);
    }

    [Fact]
    public async Task Options_that_a_provider_does_not_know_break_nothing()
    {
        await using var server = await LoopbackServer.StartAsync(Wiring.Whole(s_answer));
        var options = new ChatOptions { Seed = int.MaxValue, Temperature = 1.3f, TopP = 0.9f, TopK = 40, FrequencyPenalty = 0.5f, PresencePenalty = 0.5f, MaxOutputTokens = 900, StopSequences = ["END"], Instructions = "Be brief.", ConversationId = "c" };

        Assert.Equal(Text, (await Wiring.StreamAsync(server.Url, options)).Text());
        Assert.Contains("END", Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_ends_and_leaves_the_endpoint_although_nothing_comes()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(Replies.Stalled(Wiring.Protocol.ContentType, Wiring.Protocol.WithoutEnd(s_answer), gone));
        using var model = Wiring.Open(server.Url);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var seen = "";

        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync("Write about rivers", null, stop.Token))
            {
                if ((seen += update.Text) == Text)
                {
                    await stop.CancelAsync();
                }
            }
        }).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Null(model.Faults!(thrown));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_reader_that_leaves_a_stream_ends_the_call()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await LoopbackServer.StartAsync(Replies.Stalled(Wiring.Protocol.ContentType, Wiring.Protocol.WithoutEnd(s_answer), gone));
        using var model = Wiring.Open(server.Url);

        await foreach (var update in model.Client.GetStreamingResponseAsync("Write about rivers", null, TestContext.Current.CancellationToken))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }
}
