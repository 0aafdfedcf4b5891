using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Training.Align;
using LongWriter.Training.Data;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

public sealed class TrainLogTests
{
    [Fact]
    public void Every_step_is_one_object_on_one_line()
    {
        using var folder = new TestFolder();
        var time = new ManualTime();
        using (var log = Open(folder, 0, time, TextWriter.Null))
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
        using (var log = Open(folder, 0, new ManualTime(), TextWriter.Null))
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
        using (var log = Open(folder, 0, new ManualTime(), TextWriter.Null))
        {
            Write(log, 0, 7, loss: 1);
        }

        using (var log = Open(folder, 4, new ManualTime(), TextWriter.Null))
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
        using (var log = Open(folder, 0, new ManualTime(), TextWriter.Null))
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
        using var log = Open(folder, 0, new ManualTime(), TextWriter.Null);
        Write(log, 0, 3, loss: 1);
        using var stream = new FileStream(folder.At("train.jsonl"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        Assert.Equal(3, reader.ReadToEnd().Count(c => c == '\n'));
    }

    [Fact]
    public void Progress_is_told_every_ten_seconds_and_at_the_end()
    {
        using var folder = new TestFolder();
        using var console = new StringWriter();
        var time = new ManualTime();
        using var log = Open(folder, 0, time, console);
        for (var step = 0; step < 10; step++)
        {
            time.Advance(4);
            log.Write(new StepResult(step, 2, 1e-3, 1, 1000));
        }

        var lines = console.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["step 3/10", "step 6/10", "step 9/10", "step 10/10"], lines.Select(line => line[..line.IndexOf("  ", StringComparison.Ordinal)]), StringComparer.Ordinal);
        Assert.Contains("loss 2.000", lines[0], StringComparison.Ordinal);
        Assert.Contains("250 tokens/s", lines[0], StringComparison.Ordinal);
        Assert.Contains("left 00:00:28", lines[0], StringComparison.Ordinal);
        Assert.Contains("left 00:00:00", lines[^1], StringComparison.Ordinal);
    }

    private static TrainLog Open(TestFolder folder, int step, TimeProvider time, TextWriter console) =>
        new(folder.At("train.jsonl"), new TrainState(step, new DataCursor(0, 0, 0), 0), 10, time, console);

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
