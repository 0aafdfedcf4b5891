using LongWriter.Training.Align;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Optimization;
using LongWriter.Training.Runs;
using LongWriter.Training.Tests.Runs;
using TorchSharp;

namespace LongWriter.Training.Tests.Align;

public sealed class PreferenceTrainingTests
{
    private static readonly TrainOptions s_options = TinyRun.Options with { PackLength = 120, Steps = 12, Rate = new LearningRate(3e-3, 0, 1, null) };

    [Theory]
    [MemberData(nameof(PreferenceLossTests.Losses), MemberType = typeof(PreferenceLossTests))]
    public void Training_prefers_what_is_chosen_on_pairs_it_has_not_seen(string name)
    {
        using var folder = new TestFolder();
        var loss = PreferenceLossTests.Of(name);
        var (trainer, masters) = Trainer(folder, loss, s_options);
        var start = masters.As(TinyRun.Config, torch.ScalarType.Float32);
        var steps = Enumerable.Range(0, 12).Select(trainer.Step).ToList();
        Assert.True(steps[^1].Loss < steps[0].Loss, $"{steps[0].Loss} → {steps[^1].Loss}");
        Assert.True(steps[^1].Preference!.Margin > steps[0].Preference!.Margin);
        var held = new HeldOutPairs([.. new PreferenceFile(Pairs.File(folder, "held.jsonl", 8, seed: 99), Tiny.Tokenizer).Read(0).Select(row => row.Pair)], loss, 120, new DecoderModel(TinyRun.Config, start, false));
        var figures = held.Measure(new DecoderModel(TinyRun.Config, masters, false));
        Assert.Equal(8, figures.Pairs);
        Assert.InRange(figures.Accuracy, 0.9, 1);
        Near.Equal(Math.Log(Tiny.VocabularySize), figures.ReferenceChosenLoss, 0.05);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_number_of_live_tensors_stays_the_same(bool recompute)
    {
        using var folder = new TestFolder();
        var (trainer, masters) = Trainer(folder, new DirectPreference(0.1), s_options with { Recompute = recompute });
        for (var step = 0; step < 2; step++)
        {
            trainer.Step(step);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        var live = torch.Tensor.TotalCount;
        for (var step = 2; step < 10; step++)
        {
            trainer.Step(step);
            Assert.Equal(live, torch.Tensor.TotalCount);
        }

        GC.KeepAlive(masters);
    }

    private static (Trainer, DecoderParameters) Trainer(TestFolder folder, PreferenceLoss loss, TrainOptions options)
    {
        var file = new PreferenceFile(Pairs.File(folder, "pairs.jsonl", 12), Tiny.Tokenizer);
        var masters = DecoderParameters.Initialise(TinyRun.Config, 1);
        var scores = loss.NeedsReference ? Pairs.Score(new DecoderModel(TinyRun.Config, masters, false), file.Read(0).Select(row => row.Pair), loss.PrefixCount) : [];
        var feed = new PreferenceFeed(new PairFeed(file, options.PackLength, 1, new DataCursor(0, 0, 0)), options.PacksPerStep, loss, scores, loss.NeedsReference ? 0 : 1);
        return (new Trainer(TinyRun.Config, masters, feed, options), masters);
    }
}
