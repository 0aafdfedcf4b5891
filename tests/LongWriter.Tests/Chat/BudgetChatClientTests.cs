using LongWriter.Chat;
using LongWriter.Fakes;
using Microsoft.Extensions.AI;
using static LongWriter.Tests.WriterRun;

namespace LongWriter.Tests;

public class BudgetChatClientTests
{
    private static readonly UsageDetails s_usage = new() { InputTokenCount = 100, CachedInputTokenCount = 60, OutputTokenCount = 20 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_calls_report_is_counted_and_the_call_after_the_last_token_is_not_made(bool streamed)
    {
        using var scripted = new ScriptedChatClient(new Reply("a") { Usage = s_usage }, new Reply("b") { Usage = s_usage }, "c");
        var budget = new Budget(maxTokens: 240);
        using var client = new BudgetChatClient(scripted, budget);

        await AskAsync();
        await AskAsync();
        var problem = await Assert.ThrowsAsync<BudgetReachedException>(AskAsync);

        Assert.Equal("the budget of 240 tokens is used up (240 spent). Resume the run with a larger --max-tokens to go on from here.", problem.Message);
        Assert.Equal((new TokenUsage(200, 120, 40), false), (budget.Spent, budget.IsEstimated));
        Assert.Equal(2, scripted.Calls.Count);

        Task AskAsync() => streamed ? client.GetStreamingResponseAsync("mud", cancellationToken: Token).ToChatResponseAsync(Token) : client.GetResponseAsync("mud", cancellationToken: Token);
    }

    [Fact]
    public async Task The_last_call_with_something_left_is_made_however_much_it_takes()
    {
        using var scripted = new ScriptedChatClient(new Reply("a") { Usage = s_usage });
        var budget = new Budget(maxTokens: 1);
        using var client = new BudgetChatClient(scripted, budget);

        Assert.Equal("a", (await client.GetResponseAsync("mud", cancellationToken: Token)).Text);
        Assert.Throws<BudgetReachedException>(budget.EnsureLeft);
    }

    [Fact]
    public async Task What_is_not_reported_is_reckoned_and_marked()
    {
        using var scripted = new ScriptedChatClient(new Reply(new string('a', 400)) { Pieces = [3] }, new Reply("x") { Usage = new UsageDetails { OutputTokenCount = 7 } });
        var budget = new Budget();
        using var client = new BudgetChatClient(scripted, budget);

        await client.GetStreamingResponseAsync(new string('b', 80), cancellationToken: Token).ToChatResponseAsync(Token);
        Assert.Equal((new TokenUsage(20, 0, 100), true), (budget.Spent, budget.IsEstimated));
        await client.GetResponseAsync("一二三四", cancellationToken: Token);
        Assert.Equal(new TokenUsage(24, 0, 107), budget.Spent);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_or_is_left_counts_as_far_as_it_came_and_a_refused_call_not_at_all()
    {
        using var scripted = new ScriptedChatClient(new Reply("12345678") { Failure = new IOException() }, new Reply(new string('a', 40)) { Pieces = [4] }, new Reply("") { Failure = new IOException() });
        var budget = new Budget();
        using var client = new BudgetChatClient(scripted, budget);

        await Assert.ThrowsAsync<IOException>(() => client.GetStreamingResponseAsync("four", cancellationToken: Token).ToChatResponseAsync(Token));
        Assert.Equal(new TokenUsage(1, 0, 2), budget.Spent);
        await foreach (var update in client.GetStreamingResponseAsync("four", cancellationToken: Token))
        {
            break;
        }

        Assert.Equal(new TokenUsage(2, 0, 3), budget.Spent);
        await Assert.ThrowsAsync<IOException>(() => client.GetStreamingResponseAsync("four", cancellationToken: Token).ToChatResponseAsync(Token));
        Assert.Equal(new TokenUsage(2, 0, 3), budget.Spent);
    }

    [Fact]
    public async Task Cost_is_limited_by_its_price_and_an_unknown_price_is_refused()
    {
        using var scripted = new ScriptedChatClient(new Reply("a") { Usage = s_usage }, "b");
        var budget = new Budget(maxCost: 0.5m);
        using var client = new BudgetChatClient(scripted, budget, usage => usage.InputTokenCount!.Value * 0.005m);

        await client.GetResponseAsync("mud", cancellationToken: Token);
        var problem = await Assert.ThrowsAsync<BudgetReachedException>(() => client.GetResponseAsync("mud", cancellationToken: Token));

        Assert.Contains("the budget of 0.50 is used up (0.50 spent)", problem.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BudgetChatClient(scripted, budget));
    }

    [Fact]
    public async Task A_run_stops_between_two_calls_and_goes_on_from_there_with_a_larger_budget()
    {
        var request = new WritingRequest("Write about mud") { Plan = Sample.Plan(200, 200, 200) };
        Reply[] replies = [.. ((string[])["Mud", "Stone", "Air"]).Select(heading => new Reply(Sample.Text(heading, 200)) { Usage = s_usage })];
        using var first = new ScriptedChatClient(replies);
        var spent = new Budget(maxTokens: 130);
        var events = new List<WritingEvent>();

        await Assert.ThrowsAsync<BudgetReachedException>(() => ReadAsync(new DocumentWriter(new BudgetChatClient(first, spent)), request, events));

        Assert.Equal(2, events.OfType<SectionFinished>().Count());
        using var second = new ScriptedChatClient(replies[2]);
        var more = new Budget(maxTokens: 250);
        more.Add(spent.Spent);
        var all = await WriteAsync(new BudgetChatClient(second, more), request with { Past = [.. events.Where(e => e is PlanReady or SectionFinished)] });
        Assert.Equal(3, Assert.IsType<DocumentFinished>(all[^1]).Document.Sections.Count);
        Assert.Equal(360, more.Spent.Prompt + more.Spent.Completion);
    }
}
