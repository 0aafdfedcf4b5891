using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Tests.Judging.Answers;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;

namespace LongWriter.Evaluation.Tests.Judging;

public sealed class WritingQualityEvaluatorTests
{
    private const string Request = "Write about old bridges";
    private const string Writing = "# Bridges\n\nStone lasts.";
    private static readonly string s_good = ScriptedJudge.Verdict(4, 5, 4, 3, 4, 5);

    [Fact]
    public async Task Six_metrics_and_their_mean_come_of_one_call()
    {
        using var client = new ScriptedJudge(s_good);

        var result = await EvaluateAsync(client);

        Assert.Single(client.Calls);
        var evaluator = new WritingQualityEvaluator();
        Assert.Equal(evaluator.EvaluationMetricNames.Order(StringComparer.Ordinal), result.Metrics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(4, result.Get<NumericMetric>("Relevance").Value);
        Assert.Equal(5, result.Get<NumericMetric>("Reading Experience").Value);
        var quality = result.Get<NumericMetric>(WritingQualityEvaluator.QualityMetric);
        Assert.Equal((75 + 100 + 75 + 50 + 75 + 100) / 6.0, quality.Value!.Value, 10);
        Assert.Equal((EvaluationRating.Good, false), (quality.Interpretation!.Rating, quality.Interpretation.Failed));
        Assert.Equal((EvaluationRating.Average, true), (result.Get<NumericMetric>("Clarity").Interpretation!.Rating, result.Get<NumericMetric>("Clarity").Interpretation!.Failed));
        Assert.DoesNotContain(result.Metrics.Values, metric => metric.ContainsDiagnostics());
    }

    [Fact]
    public async Task An_unscored_text_has_metrics_without_values_and_says_why()
    {
        using var client = new ScriptedJudge("Good.", ScriptedJudge.Verdict(4, 5, 4, 0, 4, 5));

        var result = await EvaluateAsync(client);

        Assert.Equal(7, result.Metrics.Count);
        Assert.All(result.Metrics.Values, metric =>
        {
            Assert.Null(((NumericMetric)metric).Value);
            Assert.Equal(EvaluationRating.Inconclusive, metric.Interpretation!.Rating);
            Assert.Contains("Clarity is 0, not 1 to 5", metric.Diagnostics!.Single(diagnostic => diagnostic.Severity == EvaluationDiagnosticSeverity.Error).Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Without_a_model_it_says_what_it_needs() =>
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await new WritingQualityEvaluator().EvaluateAsync([new ChatMessage(ChatRole.User, Request)], new ChatResponse(new ChatMessage(ChatRole.Assistant, Writing)), cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task It_stands_in_a_composite_evaluator()
    {
        using var client = new ScriptedJudge(s_good);
        var composite = new CompositeEvaluator(new WritingQualityEvaluator());

        var result = await composite.EvaluateAsync([new ChatMessage(ChatRole.User, Request)], new ChatResponse(new ChatMessage(ChatRole.Assistant, Writing)), new ChatConfiguration(client), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(7, result.Metrics.Count);
    }

    [Fact]
    public async Task The_judge_is_shown_its_answer_and_what_is_wrong_once()
    {
        using var client = new ScriptedJudge("""{"Relevance": 4}""", s_good);

        var judgement = await JudgeAsync(client);

        Assert.Equal(1, judgement.Retries);
        Assert.Equal(s_good, judgement.Raw);
        Assert.Equal(new TokenUsage(200, 0, 20), judgement.Usage);
        var repair = client.Calls[1].Messages;
        Assert.Equal(["user", "assistant", "user"], repair.Select(message => message.Role.Value));
        Assert.Equal("""{"Relevance": 4}""", repair[1].Text);
        Assert.Contains("Accuracy, Coherence, Clarity, Breadth and Depth, Reading Experience have no score", repair[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_answer_is_no_turn_of_its_own()
    {
        using var client = new ScriptedJudge("", s_good);

        var judgement = await JudgeAsync(client);

        Assert.NotNull(judgement.Scores);
        var again = Assert.Single(client.Calls[1].Messages).Text;
        Assert.StartsWith(client.Calls[0].Messages[0].Text, again, StringComparison.Ordinal);
        Assert.Contains("Your answer cannot be used: it is empty.", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_judge_said_is_kept_where_the_repair_fails()
    {
        var calls = 0;
        using var client = new ScriptedJudge((_, _) => ++calls == 1 ? new ChatResponse(new ChatMessage(ChatRole.Assistant, "Good.")) : throw new TimeoutException("no answer"));

        var judgement = await new WritingQualityEvaluator(new JudgeOptions { Concerns = e => e.Message }).JudgeAsync(new Judge("j", client), Request, Writing, 0, TestContext.Current.CancellationToken);

        Assert.Equal(("Good.", "no answer", 1), (judgement.Raw, judgement.Problem, judgement.Retries));
    }

    [Fact]
    public async Task A_refusal_is_not_argued_with()
    {
        using var client = new ScriptedJudge("I'm sorry, but I can't help with that.");

        var judgement = await JudgeAsync(client);

        Assert.Null(judgement.Scores);
        Assert.Equal(("the judge refused", 0), (judgement.Problem, judgement.Retries));
        Assert.Equal("I'm sorry, but I can't help with that.", judgement.Raw);
    }

    [Fact]
    public async Task An_answer_cut_at_its_limit_is_told_so()
    {
        using var client = new ScriptedJudge((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, "{\"Analysis\": \"It be")) { FinishReason = ChatFinishReason.Length });

        var judgement = await JudgeAsync(client);

        Assert.Equal("the judge's answer cannot be used: it was cut off at 4,096 tokens, and it holds no scores", judgement.Problem);
        Assert.Equal(2, client.Calls.Count);
    }

    [Fact]
    public async Task A_failure_that_concerns_the_text_leaves_it_unscored_and_any_other_is_passed_on()
    {
        using var client = new ScriptedJudge((_, _) => throw new TimeoutException("no answer"));
        var lenient = new WritingQualityEvaluator(new JudgeOptions { Concerns = e => e is TimeoutException ? "the policy refused it" : null });

        var judgement = await lenient.JudgeAsync(new Judge("j", client), Request, Writing, 0, TestContext.Current.CancellationToken);

        Assert.Equal("the policy refused it", judgement.Problem);
        await Assert.ThrowsAsync<TimeoutException>(() => JudgeAsync(client));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task An_empty_text_is_not_judged(string writing)
    {
        using var client = new ScriptedJudge();

        var judgement = await new WritingQualityEvaluator().JudgeAsync(new Judge("j", client), Request, writing, 0, TestContext.Current.CancellationToken);

        Assert.Equal((null, "there is no text to judge"), (judgement.Scores, judgement.Problem));
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task Every_broken_answer_of_the_list_is_classified_right_by_way_of_the_judge()
    {
        // The repair brings the same answer again: what cannot be read stays unscored, and nothing is made up.
        var right = 0;
        foreach (var answer in JudgeAnswers.All)
        {
            using var client = new ScriptedJudge((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, answer.Text)) { FinishReason = ChatFinishReason.Stop });
            var judgement = await JudgeAsync(client);
            Assert.Equal(answer.Expected, judgement.Scores);
            Assert.Equal(answer.Text, judgement.Raw);
            right++;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{right} of {JudgeAnswers.All.Count} classified right");
    }

    private static async Task<EvaluationResult> EvaluateAsync(IChatClient client) => await new WritingQualityEvaluator().EvaluateAsync(
        [new ChatMessage(ChatRole.System, "be brief"), new ChatMessage(ChatRole.User, Request)], new ChatResponse(new ChatMessage(ChatRole.Assistant, Writing)), new ChatConfiguration(client), cancellationToken: TestContext.Current.CancellationToken);

    private static Task<Judgement> JudgeAsync(IChatClient client) => new WritingQualityEvaluator().JudgeAsync(new Judge("j", client), Request, Writing, 0, TestContext.Current.CancellationToken);
}
