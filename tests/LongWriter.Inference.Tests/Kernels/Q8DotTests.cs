using System.Runtime.Intrinsics.X86;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class Q8DotTests
{
    private delegate float Implementation(sbyte* weights, float* weightScales, sbyte* values, float* valueScales, int blocks);

    [Fact]
    public void The_portable_dot_product_agrees_with_a_plain_loop_of_doubles() => AgreesWithDoubles(Q8Dot.DotPortable);

    [Fact]
    public void The_dot_product_that_is_chosen_agrees_with_a_plain_loop_of_doubles() => AgreesWithDoubles(Q8Dot.Dot);

    [Fact]
    public void Avx2_gives_the_bits_of_the_portable_dot_product()
    {
        Assert.SkipUnless(Avx2.IsSupported, "this processor has no AVX2");
        GivesTheBitsOfThePortableOne(Q8Dot.DotAvx2);
    }

    [Fact]
    public void Vnni_gives_the_bits_of_the_portable_dot_product()
    {
        Assert.SkipUnless(AvxVnni.IsSupported, "this processor has no AVX-VNNI");
        GivesTheBitsOfThePortableOne(Q8Dot.DotVnni);
    }

    [Fact]
    public void The_dot_product_that_is_chosen_gives_the_bits_of_the_portable_one() => GivesTheBitsOfThePortableOne(Q8Dot.Dot);

    [Fact]
    public void Weights_of_minus_128_against_the_largest_values_are_exact()
    {
        foreach (var value in (sbyte[])[127, -127])
        {
            for (var blocks = 1; blocks <= 16; blocks++)
            {
                var operands = new Operands([.. Enumerable.Repeat(sbyte.MinValue, blocks * 32)], [.. Enumerable.Repeat(1f, blocks)], [.. Enumerable.Repeat(value, blocks * 32)], [.. Enumerable.Repeat(1f, blocks)]);
                var expected = -128f * value * 32 * blocks;
                Assert.All(Supported(), dot => Assert.Equal(expected, Run(dot, operands)));
            }
        }
    }

    [Fact]
    public void A_zero_weight_silences_its_value_and_one_place_reaches_the_sum_from_everywhere()
    {
        for (var at = 0; at < 96; at++)
        {
            var operands = new Operands(new sbyte[96], [1, 2, 4], [.. Enumerable.Repeat((sbyte)-127, 96)], [1, 1, 1]);
            operands.Weights[at] = -128;
            Assert.All(Supported(), dot => Assert.Equal(128f * 127 * (1 << (at / 32)), Run(dot, operands)));
        }
    }

    [Fact]
    public void Quantized_activations_agree_with_the_float_product_within_the_rounding_of_int8()
    {
        var random = new Random(9);
        for (var run = 0; run < 200; run++)
        {
            var blocks = random.Next(1, 12);
            var activations = random.NextNormals(blocks * 32, 3);
            var operands = Random(random, blocks);
            fixed (float* source = activations, scales = operands.ValueScales)
            fixed (sbyte* values = operands.Values)
            {
                Quantizer.Quantize(source, activations.Length, values, scales);
            }

            double expected = 0;
            double allowed = 0;
            for (var i = 0; i < activations.Length; i++)
            {
                var weight = (double)operands.Weights[i] * operands.WeightScales[i / 32];
                expected += weight * activations[i];
                allowed += Math.Abs(weight) * operands.ValueScales[i / 32] * 0.5001;
            }

            Assert.Equal(expected, Run(Q8Dot.Dot, operands), allowed);
        }
    }

    [Fact]
    public void The_name_says_what_the_processor_can() =>
        Assert.Equal(AvxVnni.IsSupported ? "avx-vnni" : Avx2.IsSupported ? "avx2" : "portable", Q8Dot.Name);

    private static void AgreesWithDoubles(Implementation dot)
    {
        var random = new Random(5);
        for (var run = 0; run < 300; run++)
        {
            var operands = Random(random, random.Next(0, 20));
            double expected = 0;
            double size = 0;
            for (var i = 0; i < operands.Weights.Length; i++)
            {
                var product = (double)operands.Weights[i] * operands.WeightScales[i / 32] * operands.Values[i] * operands.ValueScales[i / 32];
                expected += product;
                size += Math.Abs(product);
            }

            Assert.Equal(expected, Run(dot, operands), size * 1e-6);
        }
    }

    private static void GivesTheBitsOfThePortableOne(Implementation dot)
    {
        var random = new Random(6);
        for (var run = 0; run < 1000; run++)
        {
            var operands = Random(random, random.Next(0, 40));
            Assert.Equal(Bits.Of(Run(Q8Dot.DotPortable, operands)), Bits.Of(Run(dot, operands)));
        }
    }

    private static List<Implementation> Supported()
    {
        List<Implementation> supported = [Q8Dot.DotPortable, Q8Dot.Dot];
        if (Avx2.IsSupported)
        {
            supported.Add(Q8Dot.DotAvx2);
        }

        if (AvxVnni.IsSupported)
        {
            supported.Add(Q8Dot.DotVnni);
        }

        return supported;
    }

    /// <summary>Weights over all signed bytes, -128 often; values within ±127, as the quantizer makes them.</summary>
    private static Operands Random(Random random, int blocks) => new(
        [.. Enumerable.Range(0, blocks * 32).Select(_ => random.Next(8) == 0 ? sbyte.MinValue : (sbyte)random.Next(-128, 128))],
        [.. Enumerable.Range(0, blocks).Select(_ => random.NextNormal())],
        [.. Enumerable.Range(0, blocks * 32).Select(_ => (sbyte)random.Next(-127, 128))],
        [.. Enumerable.Range(0, blocks).Select(_ => Math.Abs(random.NextNormal()))]);

    private static float Run(Implementation dot, Operands operands)
    {
        fixed (sbyte* weights = operands.Weights, values = operands.Values)
        fixed (float* weightScales = operands.WeightScales, valueScales = operands.ValueScales)
        {
            return dot(weights, weightScales, values, valueScales, operands.WeightScales.Length);
        }
    }

    private sealed record Operands(sbyte[] Weights, float[] WeightScales, sbyte[] Values, float[] ValueScales);
}
