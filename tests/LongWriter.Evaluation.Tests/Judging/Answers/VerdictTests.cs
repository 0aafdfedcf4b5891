using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Judging.Answers;

namespace LongWriter.Evaluation.Tests.Judging.Answers;

public sealed class VerdictTests
{
    public static TheoryData<string> Names { get; } = [.. JudgeAnswers.All.Select(answer => answer.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_read_right_or_stays_unscored(string name)
    {
        var answer = JudgeAnswers.All.Single(answer => answer.Name == name);

        var verdict = Verdict.Read(answer.Text);

        Assert.Equal(answer.Expected, verdict.Scores);
        if (answer.Scores is null)
        {
            Assert.Contains(answer.Problem, verdict.Problem, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_list_is_long_and_of_both_kinds()
    {
        Assert.True(JudgeAnswers.All.Count >= 60);
        Assert.InRange(JudgeAnswers.All.Count(answer => answer.Scores is null), 30, JudgeAnswers.All.Count - 30);
    }

    [Fact]
    public void What_an_unusable_answer_says_is_still_shown()
    {
        var verdict = Verdict.Read("""{"Relevance": 0, "Accuracy": 6}""");

        Assert.Null(verdict.Scores);
        Assert.Equal((0, 6), (verdict.Found[Dimension.Relevance], verdict.Found[Dimension.Accuracy]));
    }

    [Fact]
    public void An_endless_answer_is_none()
    {
        Assert.Contains("more than 200,000", Verdict.Read(new string('x', 200_001)).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[{\"a\":")]
    [InlineData("Relevance ")]
    [InlineData("\"")]
    [InlineData("Relevance:|")]
    [InlineData("breadth and ")]
    public async Task Hostile_repeats_are_read_in_no_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 199_000 / piece.Length));

        var verdict = await Task.Run(() => Verdict.Read(text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Null(verdict.Scores);
    }
}
