using LongWriter.Evaluation.Comparing;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Tests.Comparing;

public class ComparisonTests
{
    private static ScoreReport Run(IReadOnlyList<int> words, IReadOnlyList<double?>? marks = null, string suite = "abc")
    {
        var predictions = words.Select((count, i) => new Prediction($"Write {i}", "News Report", 100, string.Join(' ', Enumerable.Repeat("word", count)), count) { Id = $"{i}" }).Where(prediction => prediction.ResponseLength > 0);
        var judgements = (marks ?? []).Select((mark, i) => new Judgement($"{i}", 0, "j", 0, mark is null ? null : Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, _ => mark.Value)));
        return new Scorer().Score(predictions, judgements, "test") with { SuiteSha256 = suite };
    }

    [Fact]
    public void Runs_are_compared_on_the_items_that_all_have()
    {
        var compared = Comparison.Of([("a", Run([100, 100, 100])), ("b", Run([50, 100, 0])), ("c", Run([80, 50, 100]))]);

        Assert.Equal(2, compared.Items);
        Assert.Equal([100.0, 75], compared.Runs.Take(2).Select(run => run.Length.Mean));
        Assert.Null(compared.Runs[0].Quality);
        Assert.Equal(0, compared.JudgedItems);
        Assert.Equal([(0, 1), (0, 2), (1, 2)], compared.Pairs.Select(pair => (pair.Left, pair.Right)));
        Assert.All(compared.Pairs, pair => Assert.Equal("S_l", pair.Score));
        Assert.Equal(25, compared.Pairs[0].Difference.Mean);
        Assert.Equal([0, 1, 2], compared.Wins[0]);
        Assert.Equal([0, 0, 1], compared.Wins[1]);
        Assert.Equal([0, 1, 0], compared.Wins[2]);
    }

    [Fact]
    public void The_total_decides_an_item_where_all_are_judged_and_the_length_where_not()
    {
        // Item 0: a is longer right but judged far worse. Item 1 is not judged in b.
        var compared = Comparison.Of([("a", Run([100, 100], [1, 1])), ("b", Run([80, 50], [5, null]))]);

        Assert.Equal(1, compared.JudgedItems);
        Assert.Equal([0, 1], compared.Wins[0]);
        Assert.Equal([1, 0], compared.Wins[1]);
        Assert.Equal(["S_l", "S_q", "S̄"], compared.Pairs.Select(pair => pair.Score));
        Assert.Equal(-100, compared.Pairs[1].Difference.Mean);
    }

    [Fact]
    public void Tests_of_one_score_are_corrected_together()
    {
        int[] good = [.. Enumerable.Repeat(100, 8)];
        int[] less = [.. Enumerable.Range(0, 8).Select(i => 90 - i)];
        var compared = Comparison.Of([("a", Run(good)), ("b", Run(less)), ("c", Run(less))]);

        Assert.Equal([2 / 256.0, 2 / 256.0, 1], compared.Pairs.Select(pair => pair.PValue));
        Assert.Equal([6 / 256.0, 6 / 256.0, 1], compared.Pairs.Select(pair => pair.Corrected));
    }

    [Fact]
    public void Runs_of_different_suites_or_without_a_common_item_are_refused()
    {
        var suites = Assert.Throws<EvaluationFileException>(() => Comparison.Of([("a", Run([100])), ("b", Run([100], suite: "def"))]));
        var items = Assert.Throws<EvaluationFileException>(() => Comparison.Of([("a", Run([100, 0])), ("b", Run([0, 100]))]));

        Assert.StartsWith("b:", suites.Message, StringComparison.Ordinal);
        Assert.Contains("no item", items.Message, StringComparison.Ordinal);
    }
}
