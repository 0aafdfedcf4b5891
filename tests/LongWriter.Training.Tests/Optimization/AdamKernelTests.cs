using LongWriter.Training.Optimization;
using TorchSharp;

namespace LongWriter.Training.Tests.Optimization;

public sealed class AdamKernelTests
{
    private static readonly long[] s_shape = [64, 33];
    private const double Beta1 = 0.9, Beta2 = 0.95, Epsilon = 1e-8, Decay = 0.1, Rate = 3e-3;

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(1003)]
    public void The_vectors_have_the_bits_of_the_plain_loop(int length)
    {
        var random = new Random(length);
        var (weights, first, second) = (Draw(random, length, 1), Draw(random, length, 0.1), Array.ConvertAll(Draw(random, length, 1e-4), value => Math.Abs(value)));
        var (plainWeights, plainFirst, plainSecond) = (weights.ToArray(), first.ToArray(), second.ToArray());
        for (var step = 1; step <= 4; step++)
        {
            var given = new AdamStep(0.9f, 0.95f, 1e-8f, 1e-3f * step, 0.999f, step % 2 == 0 ? 0.3f : 1, 0.2f * step);
            var gradients = Draw(random, length, Math.Pow(10, -step));
            AdamKernel.Update(weights, gradients, first, second, given);
            Plain(plainWeights, gradients, plainFirst, plainSecond, given);
            Assert.Equal(Bits(plainFirst), Bits(first));
            Assert.Equal(Bits(plainSecond), Bits(second));
            Assert.Equal(Bits(plainWeights), Bits(weights));
        }
    }

    [Fact]
    public void Any_number_of_threads_takes_the_same_step()
    {
        // More than two stretches, the last one short, and a vector beside the matrix.
        var shapes = (long[][])[[300, 251], [70_001]];
        var one = Step(threads: 1);
        Assert.Equal(one, Step(threads: 2));
        Assert.Equal(one, Step(threads: 5));

        List<byte[]> Step(int threads)
        {
            var random = new Random(11);
            var masters = shapes.Select(shape => Tensor(random, shape)).ToArray();
            var optimizer = new AdamW(masters, Beta1, Beta2, Epsilon, Decay, threads);
            for (var step = 0; step < 3; step++)
            {
                var leaves = shapes.Select(shape => Tensor(random, shape)).ToArray();
                foreach (var leaf in leaves)
                {
                    leaf.grad = Tensor(random, leaf.shape).detach();
                }

                optimizer.Apply(leaves, Rate, 0.5);
            }

            return [.. masters.Select(master => master.bytes.ToArray())];
        }
    }

    /// <summary>Fifty steps on gradients of very different sizes: weights differ by less than 2·10⁻⁶ of the largest step's reach.</summary>
    [Fact]
    public void Fifty_steps_are_those_of_torch_s_AdamW_within_two_millionths()
    {
        var random = new Random(13);
        var start = Draw(random, 64 * 33, 1);
        using var master = torch.tensor(start, s_shape).requires_grad_(true);
        using var leaf = torch.zeros(s_shape).requires_grad_(true);
        using var parameter = new TorchSharp.Modules.Parameter(torch.tensor(start, s_shape));
        using var theirs = torch.optim.AdamW([parameter], Rate, Beta1, Beta2, Epsilon, Decay);
        var ours = new AdamW([master], Beta1, Beta2, Epsilon, Decay);
        for (var step = 0; step < 50; step++)
        {
            var gradient = Draw(random, start.Length, Math.Pow(10, -(step % 5)));
            leaf.grad = torch.tensor(gradient, s_shape);
            parameter.grad = torch.tensor(gradient, s_shape);
            ours.Apply([leaf], Rate, 1);
            theirs.step();
        }

        var (own, other) = (Tiny.Floats(master), Tiny.Floats(parameter));
        Assert.True(own.Zip(start).Any(pair => Math.Abs(pair.First - pair.Second) > 0.01), "the weights hardly moved");
        Assert.True(Near.RelativeError(other, own) < 2e-6, $"{Near.RelativeError(other, own)}");
    }

    private static void Plain(float[] weights, float[] gradients, float[] first, float[] second, AdamStep step)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            var g = gradients[i] * step.Clip;
            var m = first[i] = (step.Beta1 * first[i]) + ((1 - step.Beta1) * g);
            var v = second[i] = (step.Beta2 * second[i]) + ((1 - step.Beta2) * g * g);
            weights[i] = (weights[i] * step.Shrink) - (step.Rate * m / ((MathF.Sqrt(v) / step.Correction) + step.Epsilon));
        }
    }

    private static float[] Draw(Random random, int length, double size) => [.. Enumerable.Range(0, length).Select(_ => (float)((random.NextDouble() - 0.5) * size))];

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);

    private static torch.Tensor Tensor(Random random, long[] shape) => torch.tensor(Draw(random, (int)shape.Aggregate(1L, (a, b) => a * b), 1), shape).requires_grad_(true);
}
