using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;

namespace LongWriter.Evaluation.Tests.Judging;

public sealed class JudgeRunTests
{
    private static readonly Prediction[] s_predictions = [.. Enumerable.Range(1, 5).Select(i => new Prediction($"Write about {i}", "News Report", 100, $"Text {i}.", 1) { Id = $"{i}" })];

    [Fact]
    public async Task Every_judge_votes_on_every_prediction()
    {
        using var one = Judge();
        using var two = Judge();
        var kept = new List<Judgement>();

        await new JudgeRun(new WritingQualityEvaluator(), votes: 3, concurrency: 2).RunAsync(s_predictions, [new("one", one), new("two", two)], [], kept.Add, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(30, kept.DistinctBy(judgement => (judgement.Id, judgement.Judge, judgement.Vote)).Count());
        Assert.Equal((15, 15), (one.Calls.Count, two.Calls.Count));
        Assert.Equal(30, one.Calls.Concat(two.Calls).Select(call => call.Options.Seed).Distinct().Count());
    }

    [Fact]
    public async Task What_stands_is_not_asked_again()
    {
        using var client = Judge();
        var run = new JudgeRun(new WritingQualityEvaluator(), votes: 2, concurrency: 1);
        var kept = new List<Judgement>();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.RunAsync(s_predictions, [new("j", client)], [], judgement =>
        {
            kept.Add(judgement);
            if (kept.Count == 4)
            {
                stop.Cancel();
            }
        }, cancellationToken: stop.Token));
        var progress = new List<JudgeProgress>();
        await run.RunAsync(s_predictions, [new("j", client)], [.. kept], kept.Add, progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(10, client.Calls.Count);
        Assert.Equal(10, kept.DistinctBy(judgement => (judgement.Id, judgement.Vote)).Count());
        Assert.Equal(new JudgeProgress(4, 10, 4, 0, 0), progress[0]);
        Assert.Equal(new JudgeProgress(10, 10, 4, 0, 0), progress[^1]);
        Assert.Equal(7, progress.Count);
    }

    [Fact]
    public async Task Unscored_votes_and_retries_are_counted()
    {
        using var client = new ScriptedJudge((messages, _) => new(new ChatMessage(ChatRole.Assistant, messages[0].Text.Contains("Text 2.", StringComparison.Ordinal) ? "well" : messages.Count == 1 ? "hm" : ScriptedJudge.Verdict(4, 4, 4, 4, 4, 4))));
        var progress = new List<JudgeProgress>();

        await new JudgeRun(new WritingQualityEvaluator()).RunAsync(s_predictions, [new("j", client)], [], _ => { }, progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(new JudgeProgress(5, 5, 0, 1, 5), progress[^1]);
    }

    [Fact]
    public async Task A_failed_call_ends_the_run_and_votes_under_way_are_kept()
    {
        using var begun = new CountdownEvent(2);
        using var client = new Parting(begun, Judge());
        var kept = new List<Judgement>();

        var run = new JudgeRun(new WritingQualityEvaluator(), concurrency: 2).RunAsync(s_predictions[..2], [new("j", client)], [], kept.Add, cancellationToken: TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidOperationException>(() => run);
        Assert.Equal("2", Assert.Single(kept).Id);
    }

    [Fact]
    public async Task No_vote_judge_or_writer_is_served_with_the_answer_of_another_by_a_cache()
    {
        // The cache's key knows neither the model nor the vote: it is for the calls to differ.
        var store = new Store();
        using var one = Judge();
        using var two = Judge();
        using var writer = new ScriptedJudge((_, _) => new(new ChatMessage(ChatRole.Assistant, "A text.")));
        using var cachedOne = new DistributedCachingChatClient(one, store);
        using var cachedTwo = new DistributedCachingChatClient(two, store);
        using var cachedWriter = new DistributedCachingChatClient(writer, store);
        var run = new JudgeRun(new WritingQualityEvaluator(), votes: 3, concurrency: 1);
        Judge[] judges = [new("one", cachedOne), new("two", cachedTwo)];

        await run.RunAsync(s_predictions, judges, [], _ => { }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((15, 15), (one.Calls.Count, two.Calls.Count));

        // The writer is asked the judge's own words.
        var (messages, options) = one.Calls[0];
        await cachedWriter.GetResponseAsync(messages, new ChatOptions { Temperature = options.Temperature, MaxOutputTokens = options.MaxOutputTokens, Seed = 1 }, TestContext.Current.CancellationToken);
        Assert.Single(writer.Calls);

        // The cache does work: the same votes once more cost nothing.
        await run.RunAsync(s_predictions, judges, [], _ => { }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((15, 15), (one.Calls.Count, two.Calls.Count));
    }

    private static ScriptedJudge Judge() => new((_, _) => new(new ChatMessage(ChatRole.Assistant, ScriptedJudge.Verdict(4, 4, 4, 4, 4, 4))));

    /// <summary>Fails the first text once the second is under way, which then ends well.</summary>
    private sealed class Parting(CountdownEvent begun, IChatClient inner) : DelegatingChatClient(inner)
    {
        private readonly TaskCompletionSource _failed = new();

        public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var first = messages.First().Text.Contains("Text 1.", StringComparison.Ordinal);
            begun.Signal();
            if (first)
            {
                await Task.Run(() => begun.Wait(cancellationToken), cancellationToken);
                _failed.SetResult();
                throw new InvalidOperationException("gone");
            }

            await _failed.Task;
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }

    private sealed class Store : IDistributedCache
    {
        private readonly Dictionary<string, byte[]> _values = new(StringComparer.Ordinal);

        public byte[]? Get(string key) => _values.GetValueOrDefault(key);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => _values[key] = value;

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Set(key, value, options);
            return Task.CompletedTask;
        }

        public void Refresh(string key)
        {
        }

        public Task RefreshAsync(string key, CancellationToken token = default) => Task.CompletedTask;

        public void Remove(string key) => _values.Remove(key);

        public Task RemoveAsync(string key, CancellationToken token = default)
        {
            Remove(key);
            return Task.CompletedTask;
        }
    }
}
