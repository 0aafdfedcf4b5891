using CsCheck;

namespace LongWriter.Formats.Tests;

public class BFloat16BitsTests
{
    [Fact]
    public void Every_pattern_of_sixteen_bits_survives_the_way_to_a_float_and_back()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var value = BFloat16Bits.ToSingle((ushort)bits);
            var back = BFloat16Bits.FromSingle(value);
            if (float.IsNaN(value))
            {
                Assert.True(float.IsNaN(BFloat16Bits.ToSingle(back)));
                Assert.Equal(bits | 0x40, back);
            }
            else
            {
                Assert.Equal(bits, back);
            }
        }
    }

    [Fact]
    public void A_float_becomes_the_nearest_value_with_ties_to_the_even_one() => Property.Holds(
        Gen.UInt.Where(bits => float.IsFinite(BitConverter.UInt32BitsToSingle(bits))),
        5_000,
        bits =>
        {
            // Of the two patterns around it, reckoned with 64-bit integers: the order of magnitudes is the order of the bits.
            var below = bits >> 16;
            var rest = bits & 0xFFFF;
            var expected = rest > 0x8000 || (rest == 0x8000 && below % 2 == 1) ? below + 1 : below;
            Assert.Equal(expected, BFloat16Bits.FromSingle(BitConverter.UInt32BitsToSingle(bits)));
        });

    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-2f, 0xC000)]
    [InlineData(1.00390625f, 0x3F80)] // halfway between 0x3F80 and 0x3F81: the even one
    [InlineData(1.01171875f, 0x3F82)] // halfway between 0x3F81 and 0x3F82
    [InlineData(float.MaxValue, 0x7F80)]
    [InlineData(float.NegativeInfinity, 0xFF80)]
    [InlineData(-0f, 0x8000)]
    public void Known_floats_become_known_bits(float value, int bits) => Assert.Equal(bits, BFloat16Bits.FromSingle(value));

    [Fact]
    public void A_NaN_whose_mark_lies_in_the_dropped_bits_stays_NaN() =>
        Assert.True(float.IsNaN(BFloat16Bits.ToSingle(BFloat16Bits.FromSingle(BitConverter.UInt32BitsToSingle(0x7F800001)))));
}
