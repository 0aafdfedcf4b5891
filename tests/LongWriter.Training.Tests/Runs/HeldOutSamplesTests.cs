using LongWriter.Formats;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

public sealed class HeldOutSamplesTests
{
    [Fact]
    public void The_loss_is_the_mean_over_all_targets_and_measuring_changes_nothing()
    {
        using var folder = new TestFolder();
        var data = TinyRun.Data(folder, 7);
        var file = new SampleFile(data, Tiny.Tokenizer, learnEverything: false);
        var masters = Tiny.Lively(TinyRun.Config, 3);
        var (measured, straight) = (new TinyRun(data, TinyRun.Options, masters), new TinyRun(data, TinyRun.Options, Tiny.Lively(TinyRun.Config, 3)));
        var packs = file.Read(0).Select(row => Pack.Of([row.Sample])).ToList();
        var model = new DecoderModel(TinyRun.Config, masters, bf16: false);
        var expected = packs.Sum(pack => Tiny.Evaluate(model, pack)) / packs.Sum(pack => pack.TargetCount);

        var held = new HeldOutSamples(file, 40);
        Assert.True(held.Packs > 2);
        Near.Equal(expected, measured.Trainer.Measure(held), 1e-5);
        measured.Steps(0, 2);
        var after = measured.Trainer.Measure(held);
        Assert.True(Math.Abs(after - expected) > 1e-3);
        Assert.Equal(after, measured.Trainer.Measure(held));
        measured.Steps(2, 4);
        straight.Steps(0, 4);
        Assert.Equal(Tiny.Bits(straight.Masters), Tiny.Bits(measured.Masters));
    }

    [Fact]
    public void Rows_of_which_none_fits_are_refused()
    {
        using var folder = new TestFolder();
        var error = Assert.Throws<ModelFileException>(() => new HeldOutSamples(new SampleFile(TinyRun.Data(folder, 3), Tiny.Tokenizer, learnEverything: true), 8));
        Assert.Contains("--held-out", error.Message, StringComparison.Ordinal);
    }
}
