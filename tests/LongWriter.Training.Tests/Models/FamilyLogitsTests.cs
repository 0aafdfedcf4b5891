using LongWriter.Training.Models;
using TorchSharp;

namespace LongWriter.Training.Tests.Models;

public sealed class FamilyLogitsTests
{
    private static readonly int[] s_ids = [296, 12, 270, 280, 99, 281, 7, 265, 290, 290, 31, 299, 44, 270, 3, 288];

    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void Logits_from_a_folder_are_those_of_the_plain_loops(string family)
    {
        using var folder = Saved(family);
        var (config, parameters, _) = ModelFolder.Load(folder.Root);
        Assert.InRange(LargestError(new ReferenceModel(folder.Root).Logits(s_ids), Logits(config, parameters)), 0, 2e-5);
    }

    public static TheoryData<string, string> Peculiarities => new()
    {
        { "llama", "theta" }, { "llama3.1", "scaling" }, { "mistral", "theta" }, { "qwen2", "bias" }, { "qwen3", "head norms" },
        { "glm4", "output norms" }, { "glm4", "bias" }, { "glm4", "neighbours" }, { "glm4", "share" },
        { "glm", "bias" }, { "glm", "neighbours" }, { "glm", "share" },
        { "chatglm", "bias" }, { "chatglm", "neighbours" }, { "chatglm", "share" },
    };

    [Theory]
    [MemberData(nameof(Peculiarities))]
    public void Without_what_sets_a_family_apart_they_are_far_away(string family, string lost)
    {
        // The control of the test above: each difference is large enough that leaving it out could not pass.
        using var folder = Saved(family);
        var (config, parameters, _) = ModelFolder.Load(folder.Root);
        var other = lost switch
        {
            "theta" => config with { RopeTheta = 3 },
            "scaling" => config with { RotaryScaling = null },
            "bias" => config with { ProjectionBias = false },
            "head norms" => config with { HeadNorms = false },
            "output norms" => config with { OutputNorms = false },
            "neighbours" => config with { RotatesNeighbours = false },
            _ => config with { RotaryShare = 1 },
        };
        var named = parameters.Named.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        var without = DecoderParameters.FromArrays(other, (name, _) => Tiny.Floats(named[name]));
        Assert.True(LargestError(new ReferenceModel(folder.Root).Logits(s_ids), Logits(other, without)) > 0.01);
    }

    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void A_pack_has_the_gradients_of_its_documents_with_and_without_recomputation(string family)
    {
        var config = Families.Config(family);
        var parameters = Tiny.Lively(config, 5);
        var pack = Tiny.RandomPack(new Random(6), 7, 1, 12);
        var (loss, packed) = Tiny.Gradients(config, parameters, 0.1, [pack]);
        var (recomputedLoss, recomputed) = Tiny.Gradients(config, parameters, 0.1, [pack], recompute: true);
        var (apartLoss, apart) = Tiny.Gradients(config, parameters, 0.1, Tiny.Unpack(pack));
        Assert.Equal(loss, recomputedLoss);
        Assert.Equal(loss, apartLoss, 1e-3);
        foreach (var (name, gradient) in packed)
        {
            Assert.Equal(gradient, recomputed[name]);
            var most = gradient.Max(Math.Abs);
            Assert.True(most > 0 || name.EndsWith("k_proj.bias", StringComparison.Ordinal), name);
            Assert.True(gradient.Zip(apart[name], (one, two) => Math.Abs(one - two)).Max() <= (1e-4 * most) + 1e-6, name);
        }
    }

    [Theory]
    [MemberData(nameof(Families.Names), MemberType = typeof(Families))]
    public void Merged_adapters_do_what_they_did_beside_the_weights(string family)
    {
        var config = Families.Config(family);
        var parameters = Tiny.Lively(config, 7);
        var random = new Random(8);
        var lora = DecoderLora.FromArrays(config, new LoraShape(2, 4), (_, shape) => [.. Enumerable.Range(0, (int)(shape[0] * shape[1])).Select(_ => (float)(random.NextDouble() - 0.5))]);
        var adapted = parameters.WithLora(config, lora);
        var expected = Array.ConvertAll(Logits(config, adapted), value => (double)value);
        Assert.InRange(LargestError(expected, Logits(config, adapted.Merge(config))), 0, 2e-5);
        Assert.True(LargestError(expected, Logits(config, parameters)) > 0.01);
    }

    private static TestFolder Saved(string family)
    {
        var folder = new TestFolder();
        var config = Families.Config(family);
        ModelFolder.Save(folder.Root, config, Tiny.Lively(config, 1), Tiny.Vocabulary);
        return folder;
    }

    private static float[] Logits(DecoderConfig config, DecoderParameters parameters)
    {
        using var scope = torch.NewDisposeScope();
        return Tiny.Floats(new DecoderModel(config, parameters, bf16: false).Logits(s_ids, [s_ids.Length]));
    }

    /// <summary>Largest difference against the largest logit.</summary>
    private static double LargestError(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var most = expected.Max(Math.Abs);
        Assert.True(most > 1);
        return expected.Zip(actual, (one, two) => Math.Abs(one - two)).Max() / most;
    }
}
