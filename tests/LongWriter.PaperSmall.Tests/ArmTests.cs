using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;

namespace LongWriter.PaperSmall.Tests;

public sealed class ArmTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paper-small-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_seeds_of_an_arm_are_taken_together()
    {
        var arm = Assert.Single(Arm.Read([
            Evaluation("cap-500-1", ("tea", 100, 100, "stop"), ("tea", 1000, 500, "stop"), ("salt", 100, 50, "stop"), ("salt", 1000, 400, "stop")),
            Evaluation("cap-500-2", ("tea", 100, 100, "stop"), ("tea", 1000, 700, "stop"), ("salt", 100, 150, "stop"), ("salt", 1000, 200, "stop")),
        ]));

        Assert.Equal("cap-500", arm.Name);
        Assert.Equal(["1", "2"], arm.Runs.Select(run => run.Seed));
        Assert.Equal([500, 700], arm.Runs.Select(run => run.Longest));

        // Tea 500 and 700, salt 400 and 200: 600 and 300.
        Assert.Equal(450, arm.LongestOfSubjects()!.Mean, 6);
        Assert.Equal(2, arm.LongestOfSubjects()!.Items);
        Assert.Equal([(100, 100.0), (1000, 450.0)], arm.Written());

        // S_l of 100 for 100 words, 50 for 50, 83.33 for 150: (100 + (50 + 83.33)/2) / 2.
        Assert.Equal((100 + ((50 + (100 - (50 / 3.0))) / 2)) / 2, arm.LengthScore("[0,500)")!.Mean, 6);
        Assert.Null(arm.LengthScore("[2k,4k)"));
    }

    [Fact]
    public void An_answer_that_the_limit_cut_is_counted_and_is_not_the_longest()
    {
        var run = Assert.Single(Assert.Single(Arm.Read([Evaluation("general-1", ("tea", 100, 90, "stop"), ("tea", 1000, 3000, "length"))])).Runs);

        Assert.Equal(90, run.Longest);
        Assert.Equal(1, run.Cut);
    }

    [Fact]
    public void The_table_has_a_row_for_each_arm_in_the_order_given()
    {
        var lines = ArmTable.Of(Arm.Read([
            Evaluation("long-only-1", ("tea", 100, 100, "stop"), ("tea", 2000, 1234, "stop")),
            Evaluation("cap-250-1", ("tea", 100, 100, "length"), ("tea", 2000, 240, "length")),
        ])).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(4, lines.Length);
        Assert.Single(lines.Select(line => line.Count(letter => letter == '|')).Distinct());
        Assert.StartsWith("| long-only | 1,234 | 1,234 | 0 |", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("| cap-250 | – | – | 2 |", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cap_with_an_answer_is_a_point_of_the_figure()
    {
        var arms = Arm.Read([Evaluation("cap-250-1", ("tea", 100, 100, "stop")), Evaluation("cap-500-1", ("tea", 100, 300, "stop")), Evaluation("dpo-1", ("tea", 100, 100, "stop"))]);

        Assert.Equal(["longest", "written"], ArmFigures.Of(arms).Select(figure => figure.Name));
        Assert.Equal(["seed 1"], ArmFigures.Of(arms)[0].Series);
        Assert.Equal(["cap-250", "cap-500", "dpo"], ArmFigures.Of(arms)[1].Series);
        Assert.NotEmpty(ArmFigures.Of(arms)[0].ToPng());
    }

    [Theory]
    [InlineData("general")]
    [InlineData("general-")]
    [InlineData("-1")]
    public void A_name_without_arm_or_seed_is_refused(string name) =>
        Assert.Contains(name, Assert.Throws<FormatException>(() => Arm.Split(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void Seeds_with_other_prompts_or_none_are_refused()
    {
        var (first, other, empty) = (Evaluation("cap-250-1", ("tea", 100, 100, "stop")), Evaluation("cap-250-2", ("salt", 100, 100, "stop")), Evaluation("cap-250-3"));

        Assert.Contains("seed 2", Assert.Throws<FormatException>(() => Arm.Read([first, other])).Message, StringComparison.Ordinal);
        Assert.Contains("seed 3", Assert.Throws<FormatException>(() => Arm.Read([first, empty])).Message, StringComparison.Ordinal);
    }

    private string Evaluation(string name, params (string Subject, int Asked, int Written, string Finish)[] answers)
    {
        SuiteItem[] items = [.. answers.Select(answer => new SuiteItem($"{answer.Subject}-{answer.Asked}", $"Write {answer.Asked} words on {answer.Subject}", "Popular Science", answer.Asked))];
        var path = Path.Combine(_folder.FullName, name);
        using var folder = EvaluationFolder.CreateOrResume(
            path,
            new RunInfo(RunInfo.Current, "suite", "0", "model", RunInfo.Direct, 1, 1) { Items = items.Length },
            new Suite("suite", "0", items));
        foreach (var (item, answer) in items.Zip(answers))
        {
            folder.AppendPrediction(new Prediction(item.Prompt, item.Type, item.Length, string.Join(' ', Enumerable.Repeat("word", answer.Written)), answer.Written) { Id = item.Id, FinishReason = answer.Finish });
        }

        return path;
    }
}
