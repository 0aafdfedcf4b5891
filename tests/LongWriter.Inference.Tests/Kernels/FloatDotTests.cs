using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class FloatDotTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_dot_product_agrees_with_a_plain_loop_of_doubles(int length)
    {
        var random = new Random(length);
        var (a, b) = (random.NextNormals(length), random.NextNormals(length));
        double expected = 0;
        double size = 0;
        for (var i = 0; i < length; i++)
        {
            expected += (double)a[i] * b[i];
            size += Math.Abs((double)a[i] * b[i]);
        }

        Assert.Equal(expected, Dot(a, b), size * 1e-6);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    [InlineData(512)]
    public void Each_lane_is_one_chain_of_fused_multiply_adds_in_order(int length)
    {
        var random = new Random(length);
        var (a, b) = (random.NextNormals(length), random.NextNormals(length));
        var lane = new float[8];
        for (var i = 0; i < length; i++)
        {
            lane[i % 8] = MathF.FusedMultiplyAdd(a[i], b[i], lane[i % 8]);
        }

        var expected = ((lane[0] + lane[4]) + (lane[2] + lane[6])) + ((lane[1] + lane[5]) + (lane[3] + lane[7]));
        Assert.Equal(Bits.Of(expected), Bits.Of(Dot(a, b)));
    }

    [Fact]
    public void Nothing_sums_to_zero() => Assert.Equal(0, FloatDot.Dot(null, null, 0));

    private static float Dot(float[] a, float[] b)
    {
        fixed (float* x = a, y = b)
        {
            return FloatDot.Dot(x, y, a.Length);
        }
    }
}
