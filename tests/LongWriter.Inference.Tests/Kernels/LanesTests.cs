using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed class LanesTests
{
    [Fact]
    public void Lanes_are_added_in_the_one_documented_order()
    {
        var random = new Random(1);
        for (var run = 0; run < 1000; run++)
        {
            var v = random.NextNormals(8);
            var expected = ((v[0] + v[4]) + (v[2] + v[6])) + ((v[1] + v[5]) + (v[3] + v[7]));
            Assert.Equal(Bits.Of(expected), Bits.Of(Lanes.Sum(Vector256.Create(v))));
        }
    }

    [Fact]
    public void Four_sums_at_once_have_the_bits_of_each_alone()
    {
        var random = new Random(2);
        for (var run = 0; run < 1000; run++)
        {
            var lanes = Enumerable.Range(0, 4).Select(_ => Vector256.Create(random.NextNormals(8))).ToArray();
            var sums = Lanes.Sums(lanes[0], lanes[1], lanes[2], lanes[3]);
            Assert.Equal(lanes.Select(one => Bits.Of(Lanes.Sum(one))), Enumerable.Range(0, 4).Select(i => Bits.Of(sums[i])));
        }
    }
}
