using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Objectives;
using LongWriter.Training.Optimization;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Tests.Runs;

/// <summary>A trainer with all it needs, on a file of eight chats and prose rows that make five packs or so.</summary>
internal sealed class TinyRun
{
    public static readonly TrainOptions Options = new(
        PackLength: 40,
        PacksPerStep: 2,
        Replicas: 2,
        Steps: 8,
        StopAfter: null,
        CheckpointEvery: 100,
        new LearningRate(1e-2, 0.1, 0.05, null),
        WeightDecay: 0.1,
        ClipNorm: 1,
        Bf16: false,
        Seed: 1);

    public TinyRun(string data, TrainOptions options, LlamaParameters masters, DataCursor? start = null, LossMode mode = LossMode.Token)
    {
        Masters = masters;
        Feed = new PackFeed(new SampleFile(data, Tiny.Tokenizer, learnEverything: false), options.PackLength, options.Seed, start);
        Trainer = new Trainer(Config, masters, new SupervisedFeed(Feed, options.PacksPerStep, mode), options);
    }

    public static LlamaConfig Config { get; } = Tiny.Config(context: 256);

    public LlamaParameters Masters { get; }

    public PackFeed Feed { get; }

    public Trainer Trainer { get; }

    /// <summary>What one step put into the first moments: the gradient of the step, up to a factor.</summary>
    public Dictionary<string, float[]> Gradient => Masters.Named.Zip(Trainer.Optimizer.Moments).ToDictionary(entry => entry.First.Name, entry => entry.Second.First, StringComparer.Ordinal);

    /// <summary>Rows of 20 to 39 places, chats and prose in turn: any two are too long for one pack.</summary>
    public static string Data(TestFolder folder, int rows)
    {
        var random = new Random(17);
        return folder.Lines("data.jsonl", Enumerable.Range(0, rows).Select(i => i % 2 == 0
            ? Tiny.Prose(random, 20 + random.Next(18))
            : Tiny.Chat("a" + Tiny.Text(random, 2), Tiny.Text(random, 3 + random.Next(5)))));
    }

    public List<StepResult> Steps(int from, int to) => [.. Enumerable.Range(from, to - from).Select(Trainer.Step)];
}
