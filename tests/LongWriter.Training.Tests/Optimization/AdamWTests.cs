using LongWriter.Training.Optimization;
using TorchSharp;

namespace LongWriter.Training.Tests.Optimization;

public sealed class AdamWTests
{
    private const double Beta1 = 0.9, Beta2 = 0.95, Epsilon = 1e-8, Decay = 0.1;
    private static readonly long[] s_matrix = [3, 4];
    private static readonly long[] s_vector = [5];

    [Fact]
    public void Five_steps_follow_the_published_formulas()
    {
        var random = new Random(3);
        torch.Tensor[] masters = [Tensor(random, s_matrix), Tensor(random, s_vector)];
        torch.Tensor[] leaves = [Tensor(random, s_matrix), Tensor(random, s_vector)];
        var weights = masters.Select(master => Array.ConvertAll(Tiny.Floats(master), value => (double)value)).ToArray();
        var first = weights.Select(w => new double[w.Length]).ToArray();
        var second = weights.Select(w => new double[w.Length]).ToArray();
        var optimizer = new AdamW(masters, Beta1, Beta2, Epsilon, Decay);
        for (var step = 1; step <= 5; step++)
        {
            var (rate, clip) = (0.01 * step, step % 2 == 0 ? 0.25 : 1);
            for (var i = 0; i < leaves.Length; i++)
            {
                leaves[i].grad = Tensor(random, leaves[i].shape).detach();
                var gradient = Tiny.Floats(leaves[i].grad!);
                for (var j = 0; j < gradient.Length; j++)
                {
                    var g = gradient[j] * clip;
                    first[i][j] = (Beta1 * first[i][j]) + ((1 - Beta1) * g);
                    second[i][j] = (Beta2 * second[i][j]) + ((1 - Beta2) * g * g);
                    var m = first[i][j] / (1 - Math.Pow(Beta1, step));
                    var v = second[i][j] / (1 - Math.Pow(Beta2, step));
                    weights[i][j] -= rate * ((m / (Math.Sqrt(v) + Epsilon)) + (i == 0 ? Decay * weights[i][j] : 0));
                }
            }

            var before = Tiny.Floats(masters[0]);
            optimizer.Apply(leaves, rate, clip);
            Assert.Equal(step, optimizer.Step);
            Assert.NotEqual(before, Tiny.Floats(masters[0]));
            for (var i = 0; i < masters.Length; i++)
            {
                Assert.True(Near.RelativeError(Array.ConvertAll(weights[i], value => (float)value), Tiny.Floats(masters[i])) < 1e-6);
                Assert.True(Near.RelativeError(Array.ConvertAll(first[i], value => (float)value), optimizer.Moments[i].First) < 1e-6);
                Assert.True(Near.RelativeError(Array.ConvertAll(second[i], value => (float)value), optimizer.Moments[i].Second) < 1e-6);
            }
        }
    }

    [Fact]
    public void Decay_shrinks_matrices_and_leaves_vectors()
    {
        torch.Tensor[] masters = [torch.ones(s_matrix), torch.ones(s_vector)];
        torch.Tensor[] leaves = [torch.zeros(s_matrix).requires_grad_(true), torch.zeros(s_vector).requires_grad_(true)];
        foreach (var leaf in leaves)
        {
            leaf.grad = torch.zeros(leaf.shape);
        }

        var optimizer = new AdamW(masters, Beta1, Beta2, Epsilon, 0.5);
        optimizer.Apply(leaves, 0.1, 1);
        optimizer.Apply(leaves, 0.1, 1);
        Assert.All(Tiny.Floats(masters[0]), value => Assert.Equal(0.95 * 0.95, value, 1e-6));
        Assert.All(Tiny.Floats(masters[1]), value => Assert.Equal(1f, value));
    }

    [Fact]
    public void Gradients_of_replicas_are_summed_into_the_first_and_their_norm_returned()
    {
        var random = new Random(5);
        torch.Tensor[][] replicas = [[Tensor(random, s_matrix), Tensor(random, s_vector)], [Tensor(random, s_matrix), Tensor(random, s_vector)], [Tensor(random, s_matrix), Tensor(random, s_vector)]];
        foreach (var leaf in replicas.SelectMany(leaves => leaves))
        {
            leaf.grad = Tensor(random, leaf.shape).detach();
        }

        var sums = Enumerable.Range(0, 2).Select(i =>
        {
            var gradients = replicas.Select(leaves => Tiny.Floats(leaves[i].grad!)).ToArray();
            return Enumerable.Range(0, gradients[0].Length).Select(j => gradients.Sum(gradient => (double)gradient[j])).ToArray();
        }).ToArray();
        var norm = AdamW.Reduce(replicas);
        Near.Equal(Math.Sqrt(sums.SelectMany(sum => sum).Sum(value => value * value)), norm, 1e-6);
        for (var i = 0; i < 2; i++)
        {
            Assert.True(Near.RelativeError(Array.ConvertAll(sums[i], value => (float)value), Tiny.Floats(replicas[0][i].grad!)) < 1e-6);
        }
    }

    [Fact]
    public void A_restored_optimizer_goes_on_with_the_same_bits()
    {
        var random = new Random(7);
        float[] start = [.. Tiny.Floats(Tensor(random, s_matrix))];
        float[][] gradients = [.. Enumerable.Range(0, 4).Select(_ => Tiny.Floats(Tensor(random, s_matrix)))];
        torch.Tensor[] straight = [torch.tensor(start, s_matrix)], halved = [torch.tensor(start, s_matrix)];
        var whole = new AdamW(straight, Beta1, Beta2, Epsilon, Decay);
        Run(whole, gradients);
        var before = new AdamW(halved, Beta1, Beta2, Epsilon, Decay);
        Run(before, gradients[..2]);
        var after = new AdamW(halved, Beta1, Beta2, Epsilon, Decay);
        after.Restore(before.Step, before.Moments);
        Run(after, gradients[2..]);
        Assert.Equal(4, after.Step);
        Assert.NotEqual(start, Tiny.Floats(straight[0]));
        Assert.Equal(Tiny.Floats(straight[0]), Tiny.Floats(halved[0]));

        static void Run(AdamW optimizer, IEnumerable<float[]> gradients)
        {
            foreach (var gradient in gradients)
            {
                var leaf = torch.zeros(s_matrix).requires_grad_(true);
                leaf.grad = torch.tensor(gradient, s_matrix);
                optimizer.Apply([leaf], 0.01, 1);
            }
        }
    }

    private static torch.Tensor Tensor(Random random, long[] shape) =>
        torch.tensor([.. Enumerable.Range(0, (int)shape.Aggregate(1L, (a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)], shape).requires_grad_(true);
}
