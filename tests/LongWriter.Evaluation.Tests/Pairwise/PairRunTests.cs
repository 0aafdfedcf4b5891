using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Pairwise;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Tests.Judging;
using Microsoft.Extensions.AI;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class PairRunTests
{
    private static readonly PairedRun[] s_runs = [Run("plain", "plain"), Run("fine", "fine"), Run("poor", "poor")];

    [Fact]
    public async Task Every_pair_is_compared_in_both_orders_and_the_better_wins()
    {
        using var client = Judge(Fair);

        var made = await RunAsync(client, s_runs, []);
        var matrix = WinMatrix.Of(["plain", "fine", "poor"], made);

        Assert.Equal(3 * 2 * 4, made.Count);
        Assert.Equal(new PairResult("fine", "plain", 4, 0, 0, 0), matrix.Between("fine", "plain"));
        Assert.Equal(new PairResult("plain", "fine", 0, 0, 4, 0), matrix.Between("plain", "fine"));
        Assert.Equal(1, matrix.Between("plain", "poor").WinRate);
        Assert.Equal([1, 0, 2], new[] { 0, 1, 2 }.OrderByDescending(i => matrix.Strengths[i]));
        Assert.Equal((0.5, 0, 12), (matrix.Bias.FirstRate, matrix.Bias.Contradicted, matrix.Bias.Items));
    }

    [Fact]
    public async Task A_judge_that_takes_the_first_ties_all_and_its_bias_shows()
    {
        using var client = Judge((_, _) => "A");

        var matrix = WinMatrix.Of(["plain", "fine"], await RunAsync(client, s_runs[..2], []));

        Assert.Equal(new PairResult("plain", "fine", 0, 4, 0, 0), matrix.Between("plain", "fine"));
        Assert.Equal(new PositionBias(8, 8, 4, 4), matrix.Bias);
        Assert.Equal(0.5, matrix.Between("plain", "fine").WinRate);
    }

    [Fact]
    public async Task What_stands_is_not_compared_again_unless_a_text_has_changed()
    {
        using var client = Judge(Fair);
        var made = await RunAsync(client, s_runs[..2], []);

        var again = await RunAsync(client, s_runs[..2], made);
        Assert.Equal((8, 8), (client.Calls.Count, again.Count));

        var changed = s_runs[1] with { Predictions = [s_runs[1].Predictions[0] with { Response = "fine, written anew" }, .. s_runs[1].Predictions.Skip(1)] };
        var more = await RunAsync(client, [s_runs[0], changed], made);

        Assert.Equal((10, 8), (client.Calls.Count, more.Count));
    }

    [Fact]
    public async Task An_order_without_an_answer_leaves_the_item_out_of_the_rate()
    {
        using var client = Judge((first, second) => first.StartsWith("fine", StringComparison.Ordinal) && first.EndsWith('2') ? "perhaps" : Fair(first, second));

        var matrix = WinMatrix.Of(["fine", "plain"], await RunAsync(client, s_runs[..2], []));

        Assert.Equal(new PairResult("fine", "plain", 3, 0, 0, 1), matrix.Between("fine", "plain"));
        Assert.Equal(1, matrix.Between("fine", "plain").WinRate);
        Assert.Equal(9, client.Calls.Count);
    }

    [Fact]
    public async Task Texts_are_put_in_as_they_are_and_fenced()
    {
        using var client = Judge(Fair);
        await RunAsync(client, [Run("fine", "fine $SECOND$"), Run("plain", "plain")], []);

        var prompt = client.Calls.Select(call => call.Messages[0].Text).First(text => text.Contains("fine $SECOND$ 1\n</writing A", StringComparison.Ordinal));
        Assert.Contains("\nplain 1\n</writing B", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_different_suites_have_nothing_to_compare()
    {
        using var client = Judge(Fair);
        var other = new PairedRun("other", [new Prediction("Another prompt", "News Report", 100, "text", 1) { Id = "1" }]);

        await Assert.ThrowsAsync<ArgumentException>(() => RunAsync(client, [s_runs[0], other], []));
    }

    private static Task<IReadOnlyList<PairJudgement>> RunAsync(IChatClient client, PairedRun[] runs, IReadOnlyList<PairJudgement> past) =>
        new PairRun(new JudgeOptions(), 2).RunAsync(runs, [new Judge("j", client)], past, _ => { }, cancellationToken: TestContext.Current.CancellationToken);

    private static PairedRun Run(string name, string text) => new(name, [.. Enumerable.Range(1, 4).Select(i => new Prediction($"Write {i}", "News Report", 100, $"{text} {i}", 1) { Id = $"{i}" })]);

    private static string Fair(string first, string second) => string.CompareOrdinal(first, second) switch
    {
        // fine < plain < poor.
        < 0 => "A",
        > 0 => "B",
        _ => "tie",
    };

    private static ScriptedJudge Judge(Func<string, string, string> better) => new((messages, _) =>
    {
        var text = messages[0].Text;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, $$"""{"Analysis": "So.", "Better": "{{better(Writing(text, "A"), Writing(text, "B"))}}"}"""));
    });

    private static string Writing(string prompt, string which)
    {
        var begin = prompt.IndexOf('\n', prompt.IndexOf($"<writing {which} ", StringComparison.Ordinal)) + 1;
        return prompt[begin..prompt.IndexOf($"\n</writing {which} ", StringComparison.Ordinal)];
    }
}
