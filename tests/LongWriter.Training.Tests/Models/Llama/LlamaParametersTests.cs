using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Tests.Models.Llama;

public sealed class LlamaParametersTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_seed_others()
    {
        var config = Tiny.Config();
        var one = Tiny.Bits(LlamaParameters.Initialise(config, 1));
        Assert.Equal(one, Tiny.Bits(LlamaParameters.Initialise(config, 1)));
        Assert.NotEqual(one, Tiny.Bits(LlamaParameters.Initialise(config, 2)));
    }

    [Fact]
    public void Norms_begin_at_one_and_matrices_with_the_usual_deviations()
    {
        var config = Tiny.Config();
        foreach (var (name, value) in LlamaParameters.Initialise(config, 1).Named)
        {
            var floats = Tiny.Floats(value);
            if (value.dim() == 1)
            {
                Assert.All(floats, weight => Assert.Equal(1f, weight));
                continue;
            }

            var residual = name.Contains("o_proj", StringComparison.Ordinal) || name.Contains("down_proj", StringComparison.Ordinal);
            Near.Equal(residual ? 0.02 / Math.Sqrt(2.0 * config.Layers) : 0.02, Math.Sqrt(floats.Average(weight => (double)weight * weight)), 0.1);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_head_is_the_embedding_only_where_they_are_tied(bool tied)
    {
        var config = Tiny.Config(tied: tied);
        var parameters = LlamaParameters.Initialise(config, 1);
        Assert.Equal(tied, ReferenceEquals(parameters.Head, parameters.Embedding));
        Assert.Equal(!tied, parameters.Named.Any(entry => entry.Name == "lm_head.weight"));
        Assert.Equal(LlamaParameters.Names(config).Sum(entry => entry.Shape.Aggregate(1L, (a, b) => a * b)), parameters.Count);
    }

    [Fact]
    public void Shared_leaves_see_a_change_of_the_masters_and_have_gradients_of_their_own()
    {
        var config = Tiny.Config();
        var masters = Tiny.Lively(config, 1);
        var (one, two) = (masters.Share(config), masters.Share(config));
        var pack = Tiny.RandomPack(new Random(1), 5);
        new LlamaModel(config, one, bf16: false).Accumulate(pack, Array.ConvertAll(pack.Weights, weight => (double)weight));
        Assert.All(one.Named, entry => Assert.NotNull(entry.Value.grad));
        Assert.All(two.Named, entry => Assert.Null(entry.Value.grad));
        Assert.All(masters.Named, entry => Assert.Null(entry.Value.grad));
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(masters.FinalNorm.bytes)[3] = 42;
        Assert.Equal(42, Tiny.Floats(one.FinalNorm)[3]);
        Assert.Equal(42, Tiny.Floats(two.FinalNorm)[3]);
    }
}
