using LongWriter.Training.Coherence;

namespace LongWriter.Training.Tests.Coherence;

public sealed class LossCurveTests
{
    [Fact]
    public void A_point_is_the_mean_over_texts_of_the_average_so_far()
    {
        var curve = new LossCurve("a", 2);
        curve.Add([4, 2, 0, 2]);
        curve.Add([1, 1, 1]);
        curve.Add([9]);
        Assert.Equal([new CurvePoint("a", 2, (3 + 1) / 2.0, 2), new CurvePoint("a", 4, 2, 1)], curve.Points);
        Assert.Equal(3, curve.Texts);
    }

    [Fact]
    public void No_text_gives_no_point() => Assert.Empty(new LossCurve("a", 5).Points);
}
