using LongWriter.Formats;
using LongWriter.Training.Models;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Runs;
using LongWriter.Training.Tests.Runs;
using TorchSharp;

namespace LongWriter.Training.Tests.Models.Llama;

public sealed class LlamaLoraTests
{
    private static readonly LlamaConfig s_config = Tiny.Config();
    private static readonly LoraShape s_shape = new(3, 6);

    [Fact]
    public void Fresh_adapters_change_nothing()
    {
        var weights = Tiny.Lively(s_config, 1);
        var pack = Tiny.RandomPack(new Random(1), 9, 7);
        var adapted = weights.WithLora(s_config, LlamaLora.Initialise(s_config, s_shape, 2));
        Assert.Equal(Tiny.Evaluate(new LlamaModel(s_config, weights, false), pack), Tiny.Evaluate(new LlamaModel(s_config, adapted, false), pack));
        Assert.Equal(2 * 7 * 2, adapted.Trainable.Count);
        Assert.All(adapted.Named, entry => Assert.False(entry.Value.requires_grad));
        Assert.All(adapted.Trainable, entry => Assert.True(entry.Value.requires_grad));
    }

    [Fact]
    public void A_merged_model_does_what_the_adapted_one_does()
    {
        var weights = Tiny.Lively(s_config, 3);
        var adapted = weights.WithLora(s_config, Lively(4));
        var pack = Tiny.RandomPack(new Random(3), 9, 7);
        var (before, with, merged) = (Loss(weights), Loss(adapted), Loss(adapted.Merge(s_config)));
        Assert.True(Math.Abs(with - before) > 0.01 * before, "the adapters hardly matter");
        Near.Equal(with, merged, 1e-5);
        Assert.Null(adapted.Merge(s_config).Lora);

        double Loss(LlamaParameters parameters) => Tiny.Evaluate(new LlamaModel(s_config, parameters, false), pack);
    }

    [Fact]
    public void Gradients_of_adapters_follow_from_those_of_their_matrices()
    {
        // W' = W + s·B·A: by the chain rule dA = s·Bᵀ·dW' and dB = s·dW'·Aᵀ.
        var adapted = Tiny.Lively(s_config, 5).WithLora(s_config, Lively(6)).As(s_config, torch.ScalarType.Float64);
        var merged = adapted.Merge(s_config);
        var pack = Tiny.RandomPack(new Random(5), 8, 6);
        double[] slopes = Array.ConvertAll(pack.Weights, weight => (double)weight);
        new LlamaModel(s_config, adapted, false).Accumulate(pack, slopes);
        new LlamaModel(s_config, merged, false).Accumulate(pack, slopes);
        Assert.All(adapted.Named, entry => Assert.Null(entry.Value.grad));
        using var scope = torch.NewDisposeScope();
        var checkedWeights = 0;
        foreach (var (name, value) in merged.Named)
        {
            if (adapted.Lora!.Of(name) is { } pair)
            {
                Close(pair.B_OR.t().matmul(value.grad!) * pair.Scale, pair.A_RI.grad!);
                Close(value.grad!.matmul(pair.A_RI.t()) * pair.Scale, pair.B_OR.grad!);
                checkedWeights++;
            }
        }

        Assert.Equal(14, checkedWeights);

        static void Close(torch.Tensor expected, torch.Tensor actual) =>
            Assert.InRange((expected - actual).norm().ToDouble() / expected.norm().ToDouble(), 0, 1e-10);
    }

    [Fact]
    public void Recomputed_activations_give_the_same_bits()
    {
        var adapted = Tiny.Lively(s_config, 7).WithLora(s_config, Lively(8));
        var pack = Tiny.RandomPack(new Random(7), 8, 6);
        byte[] Gradients(bool recompute)
        {
            var leaves = adapted.Share(s_config);
            new LlamaModel(s_config, leaves, false, recompute).Accumulate(pack, Array.ConvertAll(pack.Weights, weight => (double)weight));
            return [.. leaves.Trainable.SelectMany(entry => entry.Value.grad!.bytes.ToArray())];
        }

        Assert.Equal(Gradients(false), Gradients(true));
    }

    [Fact]
    public void An_adapter_folder_reads_back_bit_for_bit_and_names_what_peft_expects()
    {
        using var folder = new TestFolder();
        var lora = Lively(9);
        LoraFolder.Save(folder.Root, lora, "some/base");
        var read = LoraFolder.Load(folder.Root, s_config);
        Assert.Equal(s_shape, read.Shape);
        Assert.Equal(Bits(lora), Bits(read));
        Assert.Equal("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", lora.Named[0].Name);
        Assert.Contains("\"base_model_name_or_path\": \"some/base\"", File.ReadAllText(folder.At(LoraFolder.Config)), StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => LoraFolder.Load(folder.Root, s_config with { IntermediateSize = 96 }));
        File.WriteAllText(folder.At(LoraFolder.Config), "{}");
        Assert.Contains(LoraFolder.Config, Assert.Throws<ModelFileException>(() => LoraFolder.Load(folder.Root, s_config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Training_moves_the_adapters_alone_and_resumes_with_the_same_bits()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 5);
        var weights = LlamaParameters.Initialise(TinyRun.Config, 1);
        var frozen = Tiny.Bits(weights);
        LlamaParameters Begin() => weights.WithLora(TinyRun.Config, LlamaLora.Initialise(TinyRun.Config, s_shape, 2));
        var straight = new TinyRun(data, TinyRun.Options, Begin());
        var steps = straight.Steps(0, 6);
        Assert.True(steps[^1].Loss < steps[0].Loss);
        Assert.Equal(frozen, Tiny.Bits(straight.Masters));

        var before = new TinyRun(data, TinyRun.Options, Begin());
        before.Steps(0, 3);
        before.Trainer.Save(folder.Root, 3, 0);
        var (state, parameters, moments) = TrainCheckpoint.Load(folder.Root, path => weights.WithLora(TinyRun.Config, LoraFolder.LoadWeights(path, TinyRun.Config, s_shape)))!.Value;
        var after = new TinyRun(data, TinyRun.Options, parameters, state.Data);
        after.Trainer.Optimizer.Restore(state.Step, moments);
        Assert.Equal(steps[3..], after.Steps(3, 6));
        Assert.Equal(Bits(straight.Masters.Lora!), Bits(after.Masters.Lora!));
    }

    private static byte[] Bits(LlamaLora lora) => [.. lora.Named.SelectMany(entry => entry.Value.bytes.ToArray())];

    /// <summary>Adapters whose B is not zero.</summary>
    private static LlamaLora Lively(int seed)
    {
        var random = new Random(seed);
        return LlamaLora.FromArrays(s_config, s_shape, (_, shape) => [.. Enumerable.Range(0, (int)(shape[0] * shape[1])).Select(_ => (float)(0.4 * (random.NextDouble() - 0.5)))]);
    }
}
