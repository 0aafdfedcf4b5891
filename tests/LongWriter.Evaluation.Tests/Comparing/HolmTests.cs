using LongWriter.Evaluation.Comparing;

namespace LongWriter.Evaluation.Tests.Comparing;

public class HolmTests
{
    [Fact]
    public void The_smallest_is_taken_by_all_the_next_by_one_less()
    {
        Assert.Equal([0.06, 0.03, 0.06, 0.02], Holm.Correct([0.03, 0.01, 0.04, 0.005]).Select(p => Math.Round(p, 9)));
        Assert.Equal([1.0, 1.0], Holm.Correct([0.7, 0.6]));
        Assert.Equal([0.02], Holm.Correct([0.02]));
        Assert.Empty(Holm.Correct([]));
    }
}
