using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed class QuadsTests
{
    [Fact]
    public void Every_lane_holds_the_products_of_its_four_neighbours()
    {
        var random = new Random(1);
        for (var run = 0; run < 1000; run++)
        {
            var (a, b) = (Bytes(random), Bytes(random));
            var sum = Vector256.Create(1, -2, 3, -4, 5, -6, 7, run);
            var expected = Expected(sum, a, b);
            Assert.Equal(expected, Quads.Add(sum, Vector256.Create(a), Vector256.Create(b)));
            Assert.Equal(expected, sum + Quads.Of(Vector256.Create(a), Vector256.Create(b)));
            Assert.Equal(expected, sum + Quads.OfPortable(Vector256.Create(a), Vector256.Create(b)));

            sbyte[] shares = [.. a.Select(value => Math.Abs(value))];
            Assert.Equal(Expected(sum, shares, b), Quads.AddUnsigned(sum, Vector256.Create(shares).AsByte(), Vector256.Create(b)));
            Assert.Equal(Expected(sum, shares, b), sum + Quads.OfUnsigned(Vector256.Create(shares).AsByte(), Vector256.Create(b)));
        }
    }

    [Theory]
    [InlineData(127, 127)]
    [InlineData(127, -127)]
    [InlineData(-127, -127)]
    [InlineData(-128, 127)]
    [InlineData(-128, -127)]
    public void The_largest_products_do_not_saturate(sbyte a, sbyte b)
    {
        var (left, right) = (Vector256.Create(a), Vector256.Create(b));
        Assert.Equal(Vector256.Create(4 * a * b), Quads.Of(left, right));
        Assert.Equal(Vector256.Create(4 * a * b), Quads.OfPortable(left, right));
        Assert.Equal(Vector256.Create(4 * Math.Abs((int)a) * b), Quads.OfUnsigned(Vector256.Create((byte)Math.Abs((int)a)), right));
    }

    private static sbyte[] Bytes(Random random) => [.. Enumerable.Range(0, 32).Select(_ => (sbyte)random.Next(-127, 128))];

    private static Vector256<int> Expected(Vector256<int> sum, sbyte[] a, sbyte[] b) =>
        sum + Vector256.Create([.. Enumerable.Range(0, 8).Select(lane => Enumerable.Range(lane * 4, 4).Sum(i => a[i] * b[i]))]);
}
