using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class HalfBitsTests
{
    [Fact]
    public void Every_finite_half_is_read_as_itself()
    {
        using var halves = new AlignedMemory<ushort>(65_536);
        for (var bits = 0; bits < 65_536; bits++)
        {
            halves.Span[bits] = (ushort)bits;
        }

        for (var at = 0; at < 65_536; at += 8)
        {
            var read = HalfBits.Load(halves.Pointer + at) * HalfBits.Scale;
            for (var lane = 0; lane < 8; lane++)
            {
                var half = BitConverter.UInt16BitsToHalf((ushort)(at + lane));
                if (Half.IsFinite(half))
                {
                    Assert.Equal(BitConverter.SingleToUInt32Bits((float)half), BitConverter.SingleToUInt32Bits(read[lane]));
                }
            }
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1.0004883f)]
    [InlineData(-3.14159f)]
    [InlineData(6e-8f)]
    [InlineData(1e-12f)]
    [InlineData(65504f)]
    public void A_float_is_rounded_to_the_nearest_half(float value) => Assert.Equal(BitConverter.HalfToUInt16Bits((Half)value), HalfBits.FromSingle(value));

    [Theory]
    [InlineData(65520f, 65504f)]
    [InlineData(-1e30f, -65504f)]
    [InlineData(float.PositiveInfinity, 65504f)]
    public void What_lies_beyond_the_largest_half_is_cut_off(float value, float kept) => Assert.Equal((Half)kept, BitConverter.UInt16BitsToHalf(HalfBits.FromSingle(value)));
}
