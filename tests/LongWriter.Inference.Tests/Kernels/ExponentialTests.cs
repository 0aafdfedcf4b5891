using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed class ExponentialTests
{
    [Fact]
    public void It_agrees_with_double_precision_to_two_units_in_the_last_place()
    {
        for (var x = -86.9f; x < 87.9f; x += 0.00037f)
        {
            var expected = Math.Exp(x);
            Assert.Equal(expected, Of(x), expected * 2.4e-7);
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(-1e30f, 0)]
    [InlineData(-87.1f, 0)]
    [InlineData(0, 1)]
    public void Far_below_it_is_nothing_and_at_zero_one(float x, float expected) => Assert.Equal(expected, Of(x));

    [Fact]
    public void Far_above_it_stays_finite() => Assert.InRange(Of(float.PositiveInfinity), 1e38f, 3e38f);

    [Fact]
    public void Every_lane_gives_the_same()
    {
        var random = new Random(1);
        var values = random.NextNormals(8, 20);
        var all = Exponential.Of(Vector256.Create(values));
        Assert.Equal(values.Select(value => Bits.Of(Of(value))), Enumerable.Range(0, 8).Select(lane => Bits.Of(all[lane])));
    }

    private static float Of(float x) => Exponential.Of(Vector256.Create(x))[3];
}
