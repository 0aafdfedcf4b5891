using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Training.Align;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

public sealed class TrainLogTests
{
    [Fact]
    public void Every_step_is_one_object_on_one_line()
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        using (var log = Open(folder, 0, time))
        {
            for (var step = 0; step < 3; step++)
            {
                time.Advance(2);
                log.Write(new StepResult(step, 5.123456 - step, 1e-3, 0.75, 1000));
            }
        }

        var lines = File.ReadAllLines(folder.At("train.jsonl")).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal([1, 2, 3], lines.Select(line => (int)line["step"]!));
        Assert.Equal([5.12346, 4.12346, 3.12346], lines.Select(line => (double)line["loss"]!));
        Assert.All(lines, line => Assert.Equal((1e-3, 0.75, 1000, 500.0), ((double)line["lr"]!, (double)line["grad_norm"]!, (int)line["tokens"]!, (double)line["tokens_per_second"]!)));
    }

    [Fact]
    public void Figures_of_preference_pairs_stand_on_the_step_s_line()
    {
        using var folder = new TestFolder();
        using (var log = Open(folder, 0, new ManualTime()))
        {
            log.Write(new StepResult(0, 0.6931, 1e-6, 2, 500, new PreferenceFigures(3, 0.25, 2 / 3.0, 0.5, 0.25, 90, 110.5, 1.5, 1.75)));
        }

        Assert.EndsWith(
            "\"pairs\":3,\"margin\":0.25,\"accuracy\":0.6667,\"chosen_reward\":0.5,\"rejected_reward\":0.25,\"chosen_tokens\":90,\"rejected_tokens\":110.5,\"chosen_loss\":1.5,\"rejected_loss\":1.75}",
            Assert.Single(File.ReadAllLines(folder.At("train.jsonl"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_resumed_run_drops_the_lines_after_its_checkpoint()
    {
        using var folder = new TestFolder();
        using (var log = Open(folder, 0, new ManualTime()))
        {
            Write(log, 0, 7, loss: 1);
        }

        using (var log = Open(folder, 4, new ManualTime()))
        {
            Write(log, 4, 6, loss: 2);
        }

        Assert.Equal([(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2)], Read(folder));
    }

    [Fact]
    public void A_fresh_run_begins_an_empty_file()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("train.jsonl"), "something old\nand older\n");
        using (var log = Open(folder, 0, new ManualTime()))
        {
            Write(log, 0, 2, loss: 1);
        }

        Assert.Equal([(1, 1), (2, 1)], Read(folder));
    }

    [Fact]
    public void A_line_is_on_disk_as_soon_as_its_step_is_written()
    {
        // A process that is killed after a checkpoint must leave the lines up to it: resuming counts them.
        using var folder = new TestFolder();
        using var log = Open(folder, 0, new ManualTime());
        Write(log, 0, 3, loss: 1);
        using var stream = new FileStream(folder.At("train.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Assert.Equal(3, reader.ReadToEnd().Count(c => c == '\n'));
    }

    [Fact]
    public void A_line_that_a_full_disk_cut_is_dropped()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("train.jsonl"), "{\"step\":1,\"loss\":1}\n{\"step\":2,\"lo");
        using (var log = Open(folder, 1, new ManualTime()))
        {
            Write(log, 1, 2, loss: 2);
        }

        Assert.Equal([(1, 1), (2, 2)], Read(folder));
    }

    [Fact]
    public void Measurements_have_a_file_of_their_own_whose_lines_follow_the_checkpoint_too()
    {
        using var folder = new TestFolder();
        using (var log = Open(folder, 0, new ManualTime()))
        {
            Assert.False(File.Exists(folder.At("held-out.jsonl")));
            log.Write(new HeldOutLoss(0, 5.5));
            log.Write(new HeldOutLoss(2, 4.123456));
            log.Write(new HeldOutLoss(4, 3));
        }

        using (var log = Open(folder, 2, new ManualTime()))
        {
            log.Write(new HeldOutLoss(4, 2.5));
        }

        Assert.Equal(["""{"step":0,"loss":5.5}""", """{"step":2,"loss":4.12346}""", """{"step":4,"loss":2.5}"""], File.ReadAllLines(folder.At("held-out.jsonl")));
        Assert.Equal([new HeldOutLoss(0, 5.5), new HeldOutLoss(2, 4.12346), new HeldOutLoss(4, 2.5)], RunHistory.Read(folder.Root).HeldOut);
    }

    [Fact]
    public void A_fresh_run_drops_the_measurements_of_the_one_before()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder.At("held-out.jsonl"), "{\"step\":7,\"loss\":1}\n");
        using var log = Open(folder, 0, new ManualTime());
        Assert.NotEmpty(File.ReadAllText(folder.At("held-out.jsonl")));
        Write(log, 0, 1, loss: 1);
        Assert.Empty(File.ReadAllText(folder.At("held-out.jsonl")));
    }

    private static TrainLog Open(TestFolder folder, int step, TimeProvider time) => new(folder.Root, step, time);

    private static void Write(TrainLog log, int from, int to, double loss)
    {
        for (var step = from; step < to; step++)
        {
            log.Write(new StepResult(step, loss, 1e-3, 1, 100));
        }
    }

    private static List<(int Step, int Loss)> Read(TestFolder folder) =>
        [.. File.ReadLines(folder.At("train.jsonl")).Select(line => JsonSerializer.Deserialize<JsonObject>(line)!).Select(line => ((int)line["step"]!, (int)(double)line["loss"]!))];
}
