using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Running;

namespace LongWriter.Cli.Tests;

public class AnswerProgressTests
{
    private static readonly RunProgress[] s_steps =
    [
        new(20, 5, 0, 0, 0, null),
        new(20, 5, 0, 0, 0, null),
        new(20, 5, 0, 0, 120, null),
        new(20, 5, 1, 0, 1500, TimeSpan.FromSeconds(3725)) { Prediction = new Prediction("p", "t", 1000, "…", 1500) { Id = "en\u001b-1", Sample = 1, FinishReason = "length", Seconds = 61.2 } },
        new(20, 5, 1, 1, 1500, TimeSpan.FromSeconds(59)) { Failure = new Failure("zh-1", 0, "no\u0007 text", default) },
    ];

    [Fact]
    public async Task In_a_log_every_answer_has_a_line() =>
        Assert.Equal(
            [
                "5 of 20 answers stand already",
                "6 of 20 answers, 1:02:05 left — en -1 (2): 1,500 words, cut at its token limit, 61 s",
                "zh-1: no answer, no  text",
                "",
            ],
            (await ShowAsync(isLive: false)).Split(Environment.NewLine));

    [Fact]
    public async Task On_a_terminal_one_line_is_written_over_and_failures_stay() =>
        Assert.Equal(
            string.Join(
                "\r\u001b[K",
                "5 of 20 answers stand already\n",
                "5 of 20 answers, 0 words",
                "5 of 20 answers, 0 words",
                "5 of 20 answers, 120 words",
                "6 of 20 answers, 1:02:05 left, 1,500 words",
                "zh-1: no answer, no  text\n",
                "6 of 20 answers, 0:59 left, 1,500 words, 1 failed\n"),
            (await ShowAsync(isLive: true)).Replace(Environment.NewLine, "\n", StringComparison.Ordinal));

    private static async Task<string> ShowAsync(bool isLive)
    {
        using var error = new StringWriter();
        var progress = new AnswerProgress(error, isLive);
        foreach (var step in s_steps)
        {
            await progress.ReadAsync(step);
        }

        await progress.CloseAsync();
        return error.ToString();
    }
}
