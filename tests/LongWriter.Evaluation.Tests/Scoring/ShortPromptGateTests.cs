using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Tests.Scoring;

public class ShortPromptGateTests
{
    /// <summary>A run with items of so many words each.</summary>
    private static ScoreReport Run(int asked, IEnumerable<int> words, double? mark = null)
    {
        var predictions = words.Select((count, i) => new Prediction($"Write {i}", "News Report", asked, string.Join(' ', Enumerable.Repeat("word", count)), count) { Id = $"{i}" }).ToList();
        var judgements = mark is null ? [] : predictions.Select(prediction => new Judgement(prediction.Id, 0, "j", 0, Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, _ => mark.Value)));
        return new Scorer().Score(predictions, judgements, "test");
    }

    private static readonly int[] s_even = [.. Enumerable.Repeat(100, 20)];

    [Fact]
    public void The_same_scores_pass()
    {
        var gate = ShortPromptGate.Of(Run(100, s_even), Run(100, s_even))!;

        Assert.True(gate.Passes);
        Assert.Equal((0.0, 0.0, 0.0, 20), (gate.Length.Mean, gate.Length.Low, gate.Length.High, gate.Length.Items));
        Assert.Null(gate.Quality);
    }

    [Fact]
    public void A_fall_of_every_item_fails_however_small()
    {
        // 97 of 100 words: a point and a half.
        var gate = ShortPromptGate.Of(Run(100, s_even.Select(_ => 97)), Run(100, s_even))!;

        Assert.InRange(gate.Length.Mean, -2, -1);
        Assert.False(gate.Passes);
    }

    [Fact]
    public void A_large_fall_of_the_mean_fails_even_where_it_may_be_chance()
    {
        // One of four items fell to nothing: the interval reaches 0.
        var gate = ShortPromptGate.Of(Run(100, [100, 100, 100, 0]), Run(100, [100, 100, 100, 100]))!;

        Assert.Equal(0, gate.Length.High);
        Assert.False(gate.Passes);
    }

    [Fact]
    public void A_small_fall_that_may_be_chance_passes() =>
        Assert.True(ShortPromptGate.Of(Run(100, [.. Enumerable.Repeat(100, 19), 50]), Run(100, s_even))!.Passes);

    [Fact]
    public void Quality_is_held_as_length_is()
    {
        Assert.False(ShortPromptGate.Of(Run(100, s_even, 3), Run(100, s_even, 4))!.Passes);
        Assert.True(ShortPromptGate.Of(Run(100, s_even, 4), Run(100, s_even, 3))!.Passes);
        Assert.Equal(25, ShortPromptGate.Of(Run(100, s_even, 4), Run(100, s_even, 3))!.Quality!.Mean);
    }

    [Fact]
    public void Only_short_prompts_that_both_have_count()
    {
        Assert.Null(ShortPromptGate.Of(Run(2000, [100]), Run(2000, [100])));
        Assert.Null(ShortPromptGate.Of(Run(100, [100]), Run(200, [100])));
        Assert.NotNull(ShortPromptGate.Of(Run(1999, [100]), Run(1999, [100])));
    }
}
