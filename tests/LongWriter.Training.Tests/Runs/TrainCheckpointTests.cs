using LongWriter.Formats;
using LongWriter.Training.Models;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

public sealed class TrainCheckpointTests
{
    [Fact]
    public void Weights_moments_and_place_read_back_bit_for_bit()
    {
        using var folder = new TestFolder();
        var run = Trained(folder, 3);
        run.Trainer.Save(folder.Root, 3, 77);
        var (state, parameters, moments) = TrainCheckpoint.Load(folder.Root, TinyRun.Config)!.Value;
        Assert.Equal(new TrainState(3, run.Feed.Cursor, 77), state);
        Assert.Equal(Tiny.Bits(run.Masters), Tiny.Bits(parameters));
        foreach (var ((first, second), read) in run.Trainer.Optimizer.Moments.Zip(moments))
        {
            Assert.Contains(first, value => value != 0);
            Assert.Equal(first, read.First);
            Assert.Equal(second, read.Second);
        }
    }

    [Fact]
    public void A_folder_without_a_state_has_none()
    {
        using var folder = new TestFolder();
        Assert.Null(TrainCheckpoint.Load(folder.Root, TinyRun.Config));
    }

    [Fact]
    public void A_save_that_breaks_off_before_latest_is_renamed_leaves_the_one_before()
    {
        using var folder = new TestFolder();
        var run = Trained(folder, 2);
        run.Trainer.Save(folder.Root, 2, 20);
        var saved = Tiny.Bits(run.Masters);
        run.Steps(2, 4);
        Assert.NotEqual(saved, Tiny.Bits(run.Masters));

        // A folder stands where `latest` is written first: everything is saved but the rename never happens.
        Directory.CreateDirectory(folder.At("state", "latest.tmp"));
        Assert.Throws<ModelFileException>(() => run.Trainer.Save(folder.Root, 4, 40));
        Assert.True(File.Exists(folder.At("state", "step-0000004", "state.json")));
        var (state, parameters, _) = TrainCheckpoint.Load(folder.Root, TinyRun.Config)!.Value;
        Assert.Equal(2, state.Step);
        Assert.Equal(saved, Tiny.Bits(parameters));
    }

    [Fact]
    public void A_half_written_checkpoint_is_ignored_and_later_replaced()
    {
        using var folder = new TestFolder();
        var run = Trained(folder, 2);
        run.Trainer.Save(folder.Root, 2, 20);
        run.Steps(2, 4);
        Directory.CreateDirectory(folder.At("state", "step-0000004"));
        File.WriteAllText(folder.At("state", "step-0000004", "masters.safetensors"), "cut");
        File.WriteAllText(folder.At("state", "latest.tmp"), "step-0000004");
        Assert.Equal(2, TrainCheckpoint.Load(folder.Root, TinyRun.Config)!.Value.State.Step);
        run.Trainer.Save(folder.Root, 4, 40);
        Assert.Equal(4, TrainCheckpoint.Load(folder.Root, TinyRun.Config)!.Value.State.Step);
        Assert.Equal(["step-0000004"], Directory.GetDirectories(folder.At("state")).Select(path => Path.GetFileName(path)), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("state.json")]
    [InlineData("masters.safetensors")]
    [InlineData("moments.safetensors")]
    public void A_broken_file_is_named(string name)
    {
        using var folder = new TestFolder();
        Trained(folder, 1).Trainer.Save(folder.Root, 1, 10);
        File.WriteAllText(folder.At("state", "step-0000001", name), "{");
        Assert.Contains(name, Assert.Throws<ModelFileException>(() => TrainCheckpoint.Load(folder.Root, TinyRun.Config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_another_model_is_refused()
    {
        using var folder = new TestFolder();
        Trained(folder, 1).Trainer.Save(folder.Root, 1, 10);
        Assert.Throws<ModelFileException>(() => TrainCheckpoint.Load(folder.Root, TinyRun.Config with { Layers = 3 }));
        Assert.Throws<ModelFileException>(() => TrainCheckpoint.Load(folder.Root, TinyRun.Config with { IntermediateSize = 96 }));
    }

    private static TinyRun Trained(TestFolder folder, int steps)
    {
        var run = new TinyRun(TinyRun.Data(folder, 6), TinyRun.Options, DecoderParameters.Initialise(TinyRun.Config, 1));
        run.Steps(0, steps);
        return run;
    }
}
