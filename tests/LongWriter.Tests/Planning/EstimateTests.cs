using LongWriter.Fakes;
using LongWriter.Planning;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Tests;

public class EstimateTests
{
    [Theory]
    [InlineData(2000, WritingStrategy.AgentWrite, HistoryPolicy.Auto)]
    [InlineData(10_000, WritingStrategy.AgentWrite, HistoryPolicy.Auto)]
    [InlineData(20_000, WritingStrategy.AgentWrite, HistoryPolicy.Auto)]
    [InlineData(10_000, WritingStrategy.Parallel, HistoryPolicy.Auto)]
    [InlineData(40_000, WritingStrategy.AgentWrite, HistoryPolicy.Auto)]
    [InlineData(40_000, WritingStrategy.AgentWrite, HistoryPolicy.Full)]
    public async Task A_run_sends_what_was_reckoned_before_it(int words, WritingStrategy strategy, HistoryPolicy history)
    {
        using var client = new DetailedPlanner();
        var options = new WriterOptions { Strategy = strategy, History = history };
        var request = new WritingRequest($"Write a {words}-word article on the sea. {Sample.Text("Depth", 60)}");

        var events = await WriterRun.WriteAsync(client, request, options);

        var done = Assert.IsType<DocumentFinished>(events[^1]);
        var before = Estimate.Of(request.Instruction, words, options, done.Document.Text.Length / 4.0 / done.Document.Words);
        Assert.Equal(client.Prompts.Count, before.Calls);
        Near(done.Usage.Prompt, before.Usage.Prompt);
        Near(done.Usage.Completion, before.Usage.Completion);
        Near(client.Prompts.Zip(client.Prompts.Skip(1), (one, next) => one.AsSpan().CommonPrefixLength(next) / 4).Sum(), before.Usage.Cached);
    }

    [Fact]
    public async Task A_plan_that_is_there_makes_it_nearer_still()
    {
        using var client = new CountingWriter();
        var plan = Sample.Plan(300, 500, 700, 400, 600);
        var request = new WritingRequest("Write about the sea") { Plan = plan };

        var done = Assert.IsType<DocumentFinished>((await WriterRun.WriteAsync(client, request))[^1]);

        var before = Estimate.Of(request.Instruction, plan, new WriterOptions(), done.Document.Text.Length / 4.0 / done.Document.Words);
        Assert.Equal(5, before.Calls);
        Assert.InRange((double)before.Usage.Prompt / done.Usage.Prompt, 0.98, 1.02);
    }

    [Fact]
    public void History_of_serial_writing_is_the_paper_s_sum()
    {
        var plan = Sample.Plan([.. Enumerable.Repeat(500, 20)]);

        var serial = Estimate.Of("Write about the sea", plan, new WriterOptions(), 1.4);
        var parallel = Estimate.Of("Write about the sea", plan, new WriterOptions { Strategy = WritingStrategy.Parallel }, 1.4);

        Assert.Equal(500 * 1.4 * 20 * 19 / 2, serial.HistoryTokens);
        Assert.Equal((0, 20), (parallel.HistoryTokens, parallel.Calls));
        Assert.Equal((serial.Usage.Prompt, 0), (serial.Uncached.Prompt, serial.Uncached.Cached));

        // A cache spares nearly all of it: what is new in each prompt is one section and the last sentence.
        Assert.InRange(serial.Usage.Prompt - serial.Usage.Cached, 500 * 1.4 * 19, (500 * 1.4 * 19) + 4000);
    }

    [Fact]
    public void One_call_for_all_sends_the_instruction_and_no_more()
    {
        var estimate = Estimate.Of("Write 2,000 words about the sea.", 2000, new WriterOptions { Strategy = WritingStrategy.Direct }, 1.5);

        Assert.Equal(new Estimate(1, new TokenUsage(8, 0, 3000), 0), estimate);
    }

    [Fact]
    public void A_short_context_bounds_what_a_call_sends()
    {
        var plan = Sample.Plan([.. Enumerable.Repeat(500, 20)]);
        var estimate = Estimate.Of("Write about the sea", plan, new WriterOptions { Context = new ContextWindow(8000, text => text.Length / 4) });

        Assert.True(estimate.Usage.Prompt < 20 * 8000);
        Assert.True(estimate.HistoryTokens < 500 * 1.4 * 20 * 19 / 2);
    }

    private static void Near(long happened, long reckoned) => Assert.True(Math.Abs(happened - reckoned) <= 0.1 * happened, $"{reckoned} reckoned, {happened} happened");

    /// <summary>Plans and sums up at the length that is asked for.</summary>
    private sealed class DetailedPlanner() : CountingWriter(planned: 500)
    {
        private static readonly string s_detail = Words(500, 27);

        private int _entries = 3000;

        protected override string Answer(string prompt, long seed)
        {
            var answer = base.Answer(prompt, seed);
            return prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal) ? answer.Replace("Summary: ", $"Summary: {s_detail} {s_detail} ", StringComparison.Ordinal) + string.Concat(Enumerable.Range(0, 8).Select(_ => "\n- " + Words(_entries += 8, 8)))
                : prompt.StartsWith("Plan", StringComparison.Ordinal) || prompt.Contains("The chapter to plan: ", StringComparison.Ordinal) ? answer.Replace(" - Word", $", {s_detail} - Word", StringComparison.Ordinal)
                : answer;
        }

        private static string Words(int from, int count) => string.Join(' ', Enumerable.Range(from, count).Select(Sample.Word));
    }
}
