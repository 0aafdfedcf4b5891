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
}
