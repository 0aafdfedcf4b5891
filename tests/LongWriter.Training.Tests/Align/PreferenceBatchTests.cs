using System.Runtime.InteropServices;
using CsCheck;
using LongWriter.Training.Align;
using LongWriter.Training.Models.Llama;
using TorchSharp;

namespace LongWriter.Training.Tests.Align;

public sealed class PreferenceBatchTests
{
    [Fact]
    public void Pairs_in_packs_have_the_objective_and_gradients_of_pairs_alone() => Property.Holds(Gen.Select(Gen.Int[2, 5], Gen.Int[0, 1_000_000]), 4, 61, entry =>
    {
        var config = Tiny.Config();
        var (policy, reference) = (Tiny.Lively(config, entry.Item2), Tiny.Lively(config, entry.Item2 + 1));
        var pairs = Pairs.Draw(new Random(entry.Item2), entry.Item1);
        foreach (var name in PreferenceLossTests.Losses.Select(row => row.Data))
        {
            var loss = PreferenceLossTests.Of(name);
            var scores = Pairs.Score(new LlamaModel(config, reference, false), pairs, loss.PrefixCount);
            var packed = Step([PairPack.Of(pairs)], loss);
            var alone = Step([.. pairs.Select(pair => PairPack.Of([pair]))], loss);
            Near.Equal(alone.Loss, packed.Loss, 1e-10);
            Near.Equal(alone.Gradients, packed.Gradients, 1e-10);

            (double Loss, Dictionary<string, double[]> Gradients) Step(PairPack[] packs, PreferenceLoss of) => Tiny.Exact(config, policy, model =>
            {
                var batch = new PreferenceBatch(packs, of, scores, 0.3);
                return Enumerable.Range(0, batch.Packs).Sum(pack => batch.Accumulate(model, pack));
            });
        }
    });

    [Theory]
    [MemberData(nameof(PreferenceLossTests.Losses), MemberType = typeof(PreferenceLossTests))]
    public void Gradients_are_the_central_differences_of_the_objective(string name)
    {
        const double Step = 1e-5;
        var config = Tiny.Config();
        var policy = Tiny.Lively(config, 3);
        var pairs = Pairs.Draw(new Random(3), 3);
        var loss = PreferenceLossTests.Of(name);
        var scores = Pairs.Score(new LlamaModel(config, Tiny.Lively(config, 4), false), pairs, loss.PrefixCount);
        var batch = new PreferenceBatch([PairPack.Of(pairs)], loss, scores, 0.2);
        var (value, gradients) = Tiny.Exact(config, policy, model => batch.Accumulate(model, 0));
        var exact = policy.As(config, torch.ScalarType.Float64);
        var model = new LlamaModel(config, exact, bf16: false);
        Near.Equal(value, batch.Evaluate(model, 0), 1e-12);
        foreach (var (parameter, tensor) in exact.Named)
        {
            var gradient = gradients[parameter];
            var index = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            Near.Equal((At(tensor, index, Step) - At(tensor, index, -Step)) / (2 * Step), gradient[index], 1e-5);
        }

        double At(torch.Tensor weights, int index, double by)
        {
            ref var weight = ref MemoryMarshal.Cast<byte, double>(weights.bytes)[index];
            var original = weight;
            weight += by;
            var at = batch.Evaluate(model, 0);
            weight = original;
            return at;
        }
    }

    [Fact]
    public void The_supervised_term_is_the_cross_entropy_a_token_of_the_chosen_answers()
    {
        var config = Tiny.Config();
        var model = new LlamaModel(config, Tiny.Lively(config, 5), false);
        var pairs = Pairs.Draw(new Random(5), 4);
        var scores = Pairs.Score(model, pairs, 1);
        PairPack[] packs = [PairPack.Of(pairs)];
        var (with, without) = (new PreferenceBatch(packs, new DirectPreference(0.1), scores, 0.5), new PreferenceBatch(packs, new DirectPreference(0.1), scores, 0));
        var (term, plain) = (with.Evaluate(model, 0), without.Evaluate(model, 0));
        var expected = -scores.Values.Sum(score => score.Chosen[0]) / pairs.Sum(pair => pair.Chosen.Targets);
        Near.Equal(Math.Log(2), plain, 1e-5);
        Near.Equal(expected, (term - plain) / 0.5, 1e-5);
        Near.Equal(expected, with.Preference.ChosenLoss, 1e-5);
    }

    [Fact]
    public void Figures_are_means_over_all_pairs_of_all_packs()
    {
        var config = Tiny.Config();
        var model = new LlamaModel(config, Tiny.Lively(config, 6), false);
        var pairs = Pairs.Draw(new Random(6), 5);
        var reference = Pairs.Score(new LlamaModel(config, Tiny.Lively(config, 7), false), pairs, 1);
        var own = Pairs.Score(model, pairs, 1);
        var batch = new PreferenceBatch([PairPack.Of(pairs[..2]), PairPack.Of(pairs[2..])], new DirectPreference(0.1), reference, 0);
        var loss = batch.Evaluate(model, 0) + batch.Evaluate(model, 1);
        var margins = pairs.Select(pair => 0.1 * (own[pair.Line].Chosen[0] - reference[pair.Line].Chosen[0] - own[pair.Line].Rejected[0] + reference[pair.Line].Rejected[0])).ToList();
        var figures = batch.Preference;
        Near.Equal(margins.Average(margin => Math.Log(1 + Math.Exp(-margin))), loss, 1e-4);
        Near.Equal(margins.Average(), figures.Margin, 1e-3);
        Near.Equal(figures.ChosenReward - figures.RejectedReward, figures.Margin, 1e-9);
        Assert.Equal(margins.Count(margin => margin > 0) / 5.0, figures.Accuracy);
        Assert.Equal((5, pairs.Average(pair => pair.Chosen.Targets), pairs.Average(pair => pair.Rejected.Targets)), (figures.Pairs, figures.ChosenTokens, figures.RejectedTokens));
    }
}
