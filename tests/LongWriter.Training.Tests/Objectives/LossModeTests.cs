using CsCheck;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Objectives;
using LongWriter.Training.Tests.Runs;
using TorchSharp;

namespace LongWriter.Training.Tests.Objectives;

public sealed class LossModeTests
{
    private static readonly Gen<(int[] Lengths, int Seed)> s_packs = Gen.Select(Gen.Int[1, 12].Array[2, 6], Gen.Int[0, 1_000_000]);

    [Theory]
    [InlineData(LossMode.Token, new[] { 1 / 6.0, 0, 1 / 6.0, 1 / 6.0, 0 }, new[] { 1 / 6.0, 1 / 6.0, 1 / 6.0 })]
    [InlineData(LossMode.Sequence, new[] { 1 / 6.0, 0, 1 / 6.0, 1 / 3.0, 0 }, new[] { 1 / 9.0, 1 / 9.0, 1 / 9.0 })]
    [InlineData(LossMode.Released, new[] { 2 / 180.0, 0, 2 / 180.0, 2 / 180.0, 0 }, new[] { 1 / 180.0, 1 / 180.0, 1 / 180.0 })]
    public void Factors_are_those_of_the_formula(LossMode mode, double[] first, double[] second)
    {
        // Sequences with 2, 1 and 0 targets in one pack, and with 3 in the other: N = 6, M = 3.
        var factors = LossWeights.Of(mode, [MakePack([1, 0, 1, 1, 0], 3, 1, 1), MakePack([1, 1, 1], 3)]);
        Assert.Equal(first, factors[0], (one, other) => Math.Abs(one - other) < 1e-12);
        Assert.Equal(second, factors[1], (one, other) => Math.Abs(one - other) < 1e-12);
    }

    [Theory]
    [InlineData(LossMode.Token)]
    [InlineData(LossMode.Sequence)]
    [InlineData(LossMode.Released)]
    public void Nothing_to_learn_gives_no_factor_and_no_NaN(LossMode mode) =>
        Assert.Equal([0, 0, 0], LossWeights.Of(mode, [MakePack([0, 0, 0], 1, 2)])[0]);

    [Theory]
    [InlineData(LossMode.Token)]
    [InlineData(LossMode.Sequence)]
    public void A_step_of_many_packs_is_the_step_of_one_large_batch(LossMode mode) => Property.Holds(s_packs, 10, 31, entry =>
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, entry.Seed);
        var pack = Tiny.RandomPack(new Random(entry.Seed), [9, .. entry.Lengths]);
        Pack[] parts = [.. Tiny.Unpack(pack)];
        var whole = Tiny.Exact(config, parameters, model => Step(model, mode, [pack]));
        var accumulated = Tiny.Exact(config, parameters, model => Step(model, mode, parts));
        Near.Equal(whole.Loss, accumulated.Loss, 1e-10);
        Near.Equal(whole.Gradients, accumulated.Gradients, 1e-10);
    });

    [Fact]
    public void The_modes_differ_where_sequences_differ_in_length()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 3);
        var pack = Tiny.RandomPack(new Random(3), 20, 2, 5);
        var modes = Enum.GetValues<LossMode>().Select(mode => Tiny.Exact(config, parameters, model => Step(model, mode, [pack]))).ToList();
        Assert.Equal(3, modes.Select(step => Math.Round(step.Loss, 3)).Distinct().Count());
        Assert.True(Near.RelativeError(modes[0].Gradients["model.norm.weight"], modes[1].Gradients["model.norm.weight"]) > 0.05);
    }

    [Fact]
    public void The_released_mode_grows_with_the_sequences_of_a_pack()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 4);
        var pack = Tiny.RandomPack(new Random(4), 6, 6);
        var once = Tiny.Exact(config, parameters, model => Step(model, LossMode.Released, [pack]));
        var twice = Tiny.Exact(config, parameters, model => Step(model, LossMode.Released, [Tiny.Join([pack, pack])]));
        Near.Equal(2 * once.Loss, twice.Loss, 1e-10);
        var token = Tiny.Exact(config, parameters, model => Step(model, LossMode.Token, [pack]));
        Near.Equal(token.Loss * 2 / 30, once.Loss, 1e-10);
    }

    [Theory]
    [InlineData(LossMode.Sequence)]
    [InlineData(LossMode.Released)]
    public void The_trainer_minimises_the_mode_it_is_given(LossMode mode)
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 4);
        var masters = Tiny.Lively(TinyRun.Config, 5);
        var feed = new PackFeed(new SampleFile(data, Tiny.Tokenizer, false), 40, 1);
        Pack[] packs = [feed.Next(), feed.Next()];
        var expected = Tiny.Exact(TinyRun.Config, masters, model => Step(model, mode, packs));
        var result = new TinyRun(data, TinyRun.Options, masters, mode: mode).Trainer.Step(0);
        Near.Equal(expected.Loss, result.Loss, 1e-5);
        Near.Equal(Math.Sqrt(expected.Gradients.Values.Sum(values => values.Sum(value => value * value))), result.GradNorm, 1e-4);
    }

    [Fact]
    public void In_fp64_gradients_are_the_central_differences_of_the_mode_s_loss()
    {
        const double Step = 1e-5;
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 6);
        var packs = new[] { Tiny.RandomPack(new Random(6), 5, 3), Tiny.RandomPack(new Random(7), 4) };
        var (_, gradients) = Tiny.Exact(config, parameters, model => LossModeTests.Step(model, LossMode.Sequence, packs));
        var exact = parameters.As(config, torch.ScalarType.Float64);
        var model = new LlamaModel(config, exact, bf16: false);
        var factors = LossWeights.Of(LossMode.Sequence, packs);
        foreach (var (name, value) in exact.Named)
        {
            var gradient = gradients[name];
            var index = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            Near.Equal((At(value, index, Step) - At(value, index, -Step)) / (2 * Step), gradient[index], 1e-6);
        }

        double At(torch.Tensor weights, int index, double by)
        {
            ref var weight = ref System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(weights.bytes)[index];
            var original = weight;
            weight += by;
            var loss = packs.Zip(factors, (pack, slopes) => model.Losses(pack).Zip(slopes, (one, slope) => one * slope).Sum()).Sum();
            weight = original;
            return loss;
        }
    }

    private static double Step(LlamaModel model, LossMode mode, Pack[] packs) =>
        packs.Zip(LossWeights.Of(mode, packs), (pack, factors) => model.Accumulate(pack, factors).Zip(factors, (loss, factor) => loss * factor).Sum()).Sum();

    private static Pack MakePack(float[] weights, params long[] documents) => new(new int[weights.Length], new int[weights.Length], weights, documents);
}
