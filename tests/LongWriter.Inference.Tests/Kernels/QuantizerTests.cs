using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class QuantizerTests
{
    [Fact]
    public void Blocks_are_quantized_as_a_plain_loop_does_it()
    {
        var random = new Random(3);
        for (var run = 0; run < 300; run++)
        {
            var values = random.NextNormals(random.Next(1, 9) * 32, MathF.Pow(10, random.Next(-12, 12)));
            var (quantized, scales) = Quantize(values);
            for (var block = 0; block < scales.Length; block++)
            {
                var most = values.AsSpan(block * 32, 32).ToArray().Max(MathF.Abs);
                Assert.Equal(most / 127f, scales[block]);
                for (var i = block * 32; i < (block * 32) + 32; i++)
                {
                    Assert.Equal(MathF.Round(values[i] * (127f / most), MidpointRounding.ToEven), quantized[i]);
                }
            }
        }
    }

    [Fact]
    public void A_value_comes_back_within_half_a_step()
    {
        var values = new Random(4).NextNormals(32 * 200);
        var (quantized, scales) = Quantize(values);
        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], quantized[i] * scales[i / 32], scales[i / 32] * 0.5001f);
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(-1f)]
    [InlineData(3.4e38f)]
    [InlineData(1e-30f)]
    public void The_largest_magnitude_takes_127_wherever_it_stands(float largest)
    {
        for (var at = 0; at < 32; at++)
        {
            var values = new float[32];
            Array.Fill(values, largest * -0.4f);
            values[at] = largest;
            var (quantized, _) = Quantize(values);
            Assert.Equal(127 * Math.Sign(largest), quantized[at]);
            Assert.All(quantized.Where((_, i) => i != at), value => Assert.Equal(-51 * Math.Sign(largest), value));
        }
    }

    [Fact]
    public void Halves_are_rounded_to_even()
    {
        var values = new float[32];
        (values[0], values[1], values[2], values[3], values[4]) = (127, 0.5f, 1.5f, -2.5f, 3.5f);
        Assert.Equal([127, 0, 2, -2, 4], Quantize(values).Quantized[..5]);
    }

    [Fact]
    public void Zeros_stay_zeros()
    {
        var (quantized, scales) = Quantize(new float[64]);
        Assert.Equal(new sbyte[64], quantized);
        Assert.Equal([0f, 0f], scales);
    }

    [Theory]
    [InlineData(1e-37f)]
    [InlineData(1e-38f)]
    [InlineData(1e-40f)]
    [InlineData(float.Epsilon)]
    public void Values_too_small_for_a_finite_step_never_change_their_sign(float tiny)
    {
        var values = new float[32];
        Array.Fill(values, tiny);
        values[7] = -tiny;
        var (quantized, scales) = Quantize(values);
        Assert.All(values.Index(), entry => Assert.True(quantized[entry.Index] * MathF.Sign(entry.Item) >= 0, $"{entry.Item} became {quantized[entry.Index]}"));
        Assert.True(float.IsFinite(scales[0]));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_is_not_hidden(float broken)
    {
        var values = new Random(8).NextNormals(32);
        values[5] = broken;
        var (_, scales) = Quantize(values);
        Assert.False(float.IsFinite(scales[0]));
    }

    private static (sbyte[] Quantized, float[] Scales) Quantize(float[] values)
    {
        var quantized = new sbyte[values.Length];
        var scales = new float[values.Length / 32];
        fixed (float* source = values, scale = scales)
        fixed (sbyte* target = quantized)
        {
            Quantizer.Quantize(source, values.Length, target, scale);
        }

        return (quantized, scales);
    }
}
