namespace LongWriter.Datasets.Mixing;

public class DrawTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(10, 10)]
    [InlineData(3, 10)]
    public void As_many_are_drawn_as_asked_for(int take, int of)
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var draw = new Draw(take, of, new Random(seed));
            Assert.Equal(take, Enumerable.Range(0, of).Count(_ => draw.Next()));
            Assert.Equal(0, draw.Due);
        }
    }

    [Fact]
    public void Every_place_is_drawn_as_often_as_any_other()
    {
        var times = new int[10];
        for (var seed = 0; seed < 4000; seed++)
        {
            var draw = new Draw(3, 10, new Random(seed));
            for (var i = 0; i < times.Length; i++)
            {
                times[i] += draw.Next() ? 1 : 0;
            }
        }

        // 1,200 expected; five standard deviations are 145.
        Assert.All(times, count => Assert.InRange(count, 1055, 1345));
    }
}
