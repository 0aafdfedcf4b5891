using System.Runtime.Intrinsics.X86;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Tests.Kernels;

public sealed unsafe class Q8DotTests
{
    [Fact]
    public void It_agrees_with_a_plain_loop_of_doubles()
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

            Assert.Equal(expected, Run(operands), size * 1e-6);
        }
    }

    [Fact]
    public void It_gives_the_bits_of_the_chain_that_is_written_down()
    {
        var random = new Random(6);
        for (var run = 0; run < 1000; run++)
        {
            var operands = Random(random, random.Next(0, 40));
            Assert.Equal(Bits.Of(Chain(operands)), Bits.Of(Run(operands)));
        }
    }

    [Fact]
    public void Weights_of_minus_128_against_the_largest_values_are_exact()
    {
        foreach (var value in (sbyte[])[127, -127])
        {
            for (var blocks = 1; blocks <= 16; blocks++)
            {
                var operands = new Operands([.. Enumerable.Repeat(sbyte.MinValue, blocks * 32)], [.. Enumerable.Repeat(1f, blocks)], [.. Enumerable.Repeat(value, blocks * 32)], [.. Enumerable.Repeat(1f, blocks)]);
                var expected = -128f * value * 32 * blocks;
                Assert.Equal(expected, Run(operands));
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
            Assert.Equal(128f * 127 * (1 << (at / 32)), Run(operands));
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

            Assert.Equal(expected, Run(operands), allowed);
        }
    }

    [Fact]
    public void The_name_says_what_the_processor_can() =>
        Assert.Equal(AvxVnni.IsSupported ? "avx-vnni" : Avx2.IsSupported ? "avx2" : "portable", Q8Dot.Name);

    /// <summary>Eight lanes of four neighbours, each a chain of fused multiply-adds over the blocks, added pairwise.</summary>
    private static float Chain(Operands operands)
    {
        var lanes = new float[8];
        for (var block = 0; block < operands.WeightScales.Length; block++)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                var products = Enumerable.Range((block * 32) + (lane * 4), 4).Sum(i => operands.Weights[i] * operands.Values[i]);
                lanes[lane] = MathF.FusedMultiplyAdd(products, operands.WeightScales[block] * operands.ValueScales[block], lanes[lane]);
            }
        }

        var four = Enumerable.Range(0, 4).Select(lane => lanes[lane] + lanes[lane + 4]).ToArray();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    /// <summary>Weights over all signed bytes, -128 often; values within ±127, as the quantizer makes them.</summary>
    private static Operands Random(Random random, int blocks) => new(
        [.. Enumerable.Range(0, blocks * 32).Select(_ => random.Next(8) == 0 ? sbyte.MinValue : (sbyte)random.Next(-128, 128))],
        [.. Enumerable.Range(0, blocks).Select(_ => random.NextNormal())],
        [.. Enumerable.Range(0, blocks * 32).Select(_ => (sbyte)random.Next(-127, 128))],
        [.. Enumerable.Range(0, blocks).Select(_ => Math.Abs(random.NextNormal()))]);

    /// <summary>The operands as one of four rows, in each place; the other rows hold other numbers.</summary>
    private static float Run(Operands operands)
    {
        var random = new Random(operands.Weights.Length);
        var results = new float[Q8Dot.Rows];
        for (var place = 0; place < Q8Dot.Rows; place++)
        {
            var rows = Enumerable.Range(0, Q8Dot.Rows).Select(row => row == place ? operands : Random(random, operands.WeightScales.Length)).ToArray();
            sbyte[] group = [.. rows.SelectMany(row => row.Weights), 0];
            float[] groupScales = [.. Enumerable.Range(0, operands.WeightScales.Length).SelectMany(block => rows.Select(row => row.WeightScales[block])), 0];
            fixed (sbyte* weights = group, values = operands.Values)
            fixed (float* weightScales = groupScales, valueScales = operands.ValueScales)
            {
                results[place] = Q8Dot.Dot(weights, weightScales, values, valueScales, operands.WeightScales.Length)[place];
            }
        }

        Assert.All(results, result => Assert.Equal(Bits.Of(results[0]), Bits.Of(result)));
        return results[0];
    }

    private sealed record Operands(sbyte[] Weights, float[] WeightScales, sbyte[] Values, float[] ValueScales);
}
