using System.Runtime.InteropServices;
using CsCheck;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using TorchSharp;

namespace LongWriter.Training.Tests.Models.Llama;

public sealed class LlamaModelTests
{
    private static readonly Gen<(int[] Lengths, int KeyValueHeads, bool Tied, int Seed)> s_packs =
        Gen.Select(Gen.Int[1, 14].Array[2, 5], Gen.OneOf(1, 2, 4), Gen.Bool, Gen.Int[0, 1_000_000]);

    [Fact]
    public void A_pack_has_the_loss_and_the_gradients_of_its_documents_alone() => Property.Holds(s_packs, 25, 1, entry =>
    {
        var config = Tiny.Config(entry.KeyValueHeads, entry.Tied);
        var parameters = Tiny.Lively(config, entry.Seed);
        var pack = Tiny.RandomPack(new Random(entry.Seed), entry.Lengths);
        var packed = Tiny.Gradients(config, parameters, 0.1, [pack]);
        var alone = Tiny.Gradients(config, parameters, 0.1, Tiny.Unpack(pack));
        Near.Equal(alone.Loss, packed.Loss, 1e-5);
        Near.Equal(Close(alone.Gradients), Close(packed.Gradients), 1e-5);

        // A document of one token attends to itself whatever its query and key are: their gradients may be 0 on both sides.
        Dictionary<string, float[]> Close(Dictionary<string, float[]> gradients) => entry.Lengths.Max() > 1
            ? gradients
            : gradients.Where(pair => pair.Value.Any(value => value != 0)).ToDictionary(StringComparer.Ordinal);
    });

    [Fact]
    public void The_same_tokens_as_one_document_have_another_loss()
    {
        // The control of the test above: isolation and positions do matter to this model.
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 2);
        var pack = Tiny.RandomPack(new Random(2), 8, 9, 7);
        var (apart, joined) = (Tiny.Gradients(config, parameters, 1, [pack]), Tiny.Gradients(config, parameters, 1, [pack with { Documents = [24] }]));
        Assert.True(Math.Abs(apart.Loss - joined.Loss) > 1e-3 * apart.Loss);
        Assert.All(apart.Gradients, pair => Assert.True(Near.RelativeError(pair.Value, joined.Gradients[pair.Key]) > 0.1, pair.Key));
    }

    [Fact]
    public void A_later_token_changes_nothing_before_it()
    {
        var config = Tiny.Config();
        var model = new LlamaModel(config, Tiny.Lively(config, 3), bf16: false);
        int[] ids = [5, 9, 77, 130, 8, 250], changed = [5, 9, 77, 130, 8, 251];
        using var scope = torch.NewDisposeScope();
        var (one, two) = (Tiny.Floats(model.Logits(ids, [6])), Tiny.Floats(model.Logits(changed, [6])));
        Assert.Equal(one[..(5 * Tiny.VocabularySize)], two[..(5 * Tiny.VocabularySize)]);
        Assert.NotEqual(one[(5 * Tiny.VocabularySize)..], two[(5 * Tiny.VocabularySize)..]);
    }

    [Fact]
    public void The_loss_does_not_depend_on_the_order_of_the_documents() => Property.Holds(s_packs, 15, 2, entry =>
    {
        var config = Tiny.Config(entry.KeyValueHeads, entry.Tied);
        var parameters = Tiny.Lively(config, entry.Seed);
        var pack = Tiny.RandomPack(new Random(entry.Seed), [9, .. entry.Lengths]);
        var documents = Tiny.Unpack(pack);
        documents.Reverse();
        var (forth, back) = (Tiny.Gradients(config, parameters, 1, [pack]), Tiny.Gradients(config, parameters, 1, [Tiny.Join(documents)]));
        Near.Equal(forth.Loss, back.Loss, 1e-5);
        Near.Equal(forth.Gradients, back.Gradients, 1e-5);
    });

    [Fact]
    public void The_chunked_loss_is_the_cross_entropy_of_all_logits()
    {
        // 1,100 places are three chunks, the last one short; document borders and chunk borders do not coincide.
        var config = Tiny.Config(context: 300);
        var parameters = Tiny.Lively(config, 4);
        var model = new LlamaModel(config, parameters, bf16: false);
        var pack = Tiny.RandomPack(new Random(4), 300, 290, 280, 230);
        double expected = 0;
        using (torch.NewDisposeScope())
        {
            var logits = Tiny.Floats(model.Logits(pack.Ids, pack.Documents));
            for (var t = 0; t < pack.Ids.Length; t++)
            {
                var row = logits.AsSpan(t * Tiny.VocabularySize, Tiny.VocabularySize);
                double sum = 0;
                foreach (var logit in row)
                {
                    sum += Math.Exp(logit);
                }

                expected += pack.Weights[t] * (Math.Log(sum) - row[pack.Targets[t]]);
            }
        }

        var chunked = Tiny.Gradients(config, parameters, 1e-3, [pack]);
        Near.Equal(expected, Tiny.Evaluate(model, pack), 1e-5);
        Near.Equal(expected, chunked.Loss, 1e-5);
        Near.Equal(Tiny.Gradients(config, parameters, 1e-3, Tiny.Unpack(pack)).Gradients, chunked.Gradients, 1e-5);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    public void Gradients_are_the_central_differences_of_the_loss(bool tied, int keyValueHeads)
    {
        const float Step = 0.01f;
        var config = Tiny.Config(keyValueHeads, tied);
        var parameters = Tiny.Lively(config, 5);
        var model = new LlamaModel(config, parameters, bf16: false);
        var random = new Random(5);
        var pack = Tiny.RandomPack(random, 5, 3, 4);
        var (_, gradients) = Tiny.Gradients(config, parameters, 1, [pack]);
        foreach (var (name, value) in parameters.Named)
        {
            var gradient = gradients[name];
            var steepest = Array.IndexOf(gradient, gradient.MaxBy(Math.Abs));
            Assert.True(Math.Abs(gradient[steepest]) > 0.05, $"{name} hardly matters: {gradient[steepest]}");
            foreach (var index in (int[])[steepest, random.Next(gradient.Length), random.Next(gradient.Length)])
            {
                var difference = ((8 * (At(value, index, Step) - At(value, index, -Step))) - (At(value, index, 2 * Step) - At(value, index, -2 * Step))) / (12 * Step);
                Assert.True(Math.Abs(difference - gradient[index]) <= 3e-3 + (0.01 * Math.Abs(gradient[index])), $"{name}[{index}]: {gradient[index]} where the loss gives {difference}");
            }
        }

        double At(torch.Tensor weights, int index, float by)
        {
            ref var weight = ref MemoryMarshal.Cast<byte, float>(weights.bytes)[index];
            var original = weight;
            weight += by;
            var loss = Tiny.Evaluate(model, pack);
            weight = original;
            return loss;
        }
    }

    [Fact]
    public void Accumulating_over_packs_is_one_big_pack()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 6);
        var random = new Random(6);
        Pack[] packs = [Tiny.RandomPack(random, 3, 9), Tiny.RandomPack(random, 20), Tiny.RandomPack(random, 2, 2, 2)];
        var scale = 1.0 / packs.Sum(pack => pack.TargetCount);
        var (steps, big) = (Tiny.Gradients(config, parameters, scale, packs), Tiny.Gradients(config, parameters, scale, [Tiny.Join(packs)]));
        Near.Equal(big.Loss, steps.Loss, 1e-5);
        Near.Equal(big.Gradients, steps.Gradients, 1e-5);
    }

    [Fact]
    public void The_scale_scales_gradients_and_not_the_loss()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 7);
        var pack = Tiny.RandomPack(new Random(7), 10, 5);
        var (one, half) = (Tiny.Gradients(config, parameters, 1, [pack]), Tiny.Gradients(config, parameters, 0.5, [pack]));
        Assert.Equal(one.Loss, half.Loss);
        Near.Equal(one.Gradients.ToDictionary(pair => pair.Key, pair => Array.ConvertAll(pair.Value, value => value / 2), StringComparer.Ordinal), half.Gradients, 1e-6);
    }

    [Fact]
    public void A_target_without_weight_teaches_nothing()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 8);
        var pack = Tiny.RandomPack(new Random(8), 12) with { Weights = [0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0] };
        var others = pack with { Targets = [.. pack.Targets.Select((target, i) => pack.Weights[i] > 0 ? target : (target + 1) % Tiny.VocabularySize)] };
        Assert.NotEqual(pack.Targets, others.Targets);
        var (one, two) = (Tiny.Gradients(config, parameters, 1, [pack]), Tiny.Gradients(config, parameters, 1, [others]));
        Assert.Equal(one.Loss, two.Loss);
        Near.Equal(one.Gradients, two.Gradients, 0);
    }

    [Fact]
    public void Evaluating_leaves_the_weights_usable()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 9);
        var before = Tiny.Bits(parameters);
        var model = new LlamaModel(config, parameters, bf16: false);
        var pack = Tiny.RandomPack(new Random(9), 10, 5);
        var loss = Tiny.Evaluate(model, pack);
        Assert.Equal(loss, Tiny.Evaluate(model, pack));
        Near.Equal(loss, Tiny.Gradients(config, parameters, 1, [pack]).Loss, 1e-6);
        Assert.Equal(before, Tiny.Bits(parameters));
    }

    [Fact]
    public void Bf16_stays_close_to_fp32()
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 10);
        var pack = Tiny.RandomPack(new Random(10), 20, 15);
        var (exact, rounded) = (Tiny.Gradients(config, parameters, 1, [pack]), Tiny.Gradients(config, parameters, 1, [pack], bf16: true));
        Assert.NotEqual(exact.Loss, rounded.Loss);
        Near.Equal(exact.Loss, rounded.Loss, 0.02);
        Near.Equal(exact.Gradients, rounded.Gradients, 0.1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recomputed_activations_give_the_same_bits(bool bf16)
    {
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 11);
        var pack = Tiny.RandomPack(new Random(11), 20, 15, 1);
        var (kept, anew) = (Tiny.Gradients(config, parameters, 0.3, [pack], bf16), Tiny.Gradients(config, parameters, 0.3, [pack], bf16, recompute: true));
        Assert.Equal(kept.Loss, anew.Loss);
        Assert.All(kept.Gradients, pair => Assert.Equal(pair.Value, anew.Gradients[pair.Key]));
    }

    [Fact]
    public void Slopes_that_depend_on_the_losses_are_given_them()
    {
        // ½CE² summed: its slope by each cross-entropy is that cross-entropy.
        var config = Tiny.Config();
        var parameters = Tiny.Lively(config, 12);
        var pack = Tiny.RandomPack(new Random(12), 9, 6);
        var losses = new LlamaModel(config, parameters.As(config, torch.ScalarType.Float64), bf16: false).Losses(pack);
        Assert.Equal(pack.TargetCount, losses.Count(loss => loss > 0));
        var asked = Tiny.Exact(config, parameters, model => model.Accumulate(pack, given => given).Sum());
        var told = Tiny.Exact(config, parameters, model => model.Accumulate(pack, losses).Sum());
        Near.Equal(losses.Sum(), asked.Loss, 1e-12);
        Near.Equal(told.Gradients, asked.Gradients, 1e-12);
    }
}
