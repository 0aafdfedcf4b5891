using System.Globalization;
using LongWriter.Training.Data;
using LongWriter.Training.Data.Packing;
using LongWriter.Training.Models;
using LongWriter.Training.Models.Attention;
using LongWriter.Training.Objectives;
using LongWriter.Training.Optimization;
using LongWriter.Training.Runs;
using TorchSharp;

namespace LongWriter.TrainBench;

/// <summary>Times whole steps of the trainer: gradients set to zero, forward, backward, norm, clipping, AdamW.</summary>
internal sealed class StepTimes(TimeProvider time)
{
    /// <summary>Rows of a padded batch, as in the released trainer's small batches.</summary>
    private const int PaddedRows = 8;
    private const int PaddedPack = 4096;
    private const int Samples = 32;

    /// <summary>One line: first and last loss, tokens of a step, peak memory in MB, processor seconds of a step in the mean, seconds of every step; the very first step is not timed.</summary>
    public void Tell(Workload work, string attention, bool bf16, int threads, int steps, bool recompute)
    {
        var trainer = Begin(work, attention, bf16, threads, recompute, work.Steps);
        GC.Collect(); // what loading left behind is no part of a step
        var first = trainer.Step(0);
        var last = first;
        var before = Environment.CpuUsage.TotalTime;
        var seconds = Enumerable.Range(1, steps).Select(step => Seconds(() => last = trainer.Step(step))).ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{first.Loss:F6} {last.Loss:F6} {first.Tokens} {PeakMegabytes} {(Environment.CpuUsage.TotalTime - before).TotalSeconds / Math.Max(1, steps):F4} {string.Join(' ', seconds.Select(s => s.ToString("F4", CultureInfo.InvariantCulture)))}"));
    }

    public void TellShort(Workload work, int steps)
    {
        var random = new Random(2);
        var packs = work.Steps[0].Count;
        Pack[][] ones = [[.. Enumerable.Range(0, packs).Select(_ => Workload.RandomPack(work.Config, random, 1))]];
        var (whole, one) = (Begin(work, "own", bf16: false, packs, recompute: false, work.Steps), Begin(work, "own", bf16: false, packs, recompute: false, ones));
        var (wholeSeconds, oneSeconds) = Together(whole, one, steps);
        var tokens = work.Steps[0].Sum(pack => pack.Ids.Length);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Parameters.Count / 1e6:F2} M: {tokens} tokens {wholeSeconds:F3} s, {packs} sequences of 1 token {oneSeconds:F4} s: {oneSeconds / wholeSeconds:P2}"));
    }

    public void TellPadding(Workload work, int steps)
    {
        var random = new Random(3);
        int[] lengths = [.. SampleLengths.Short(Samples, random).Select(length => Math.Min(length, PaddedPack))];
        Pack[] packed = [.. Packer.FillLengths(lengths, PaddedPack).Select(pack => Workload.RandomPack(work.Config, random, [.. pack.Select(sample => (long)lengths[sample])]))];
        Pack[] padded = [.. lengths.Chunk(PaddedRows).Select(batch => Pad(work.Config, random, batch))];
        var (together, apart) = (Begin(work, "own", bf16: false, 2, recompute: false, [packed]), Begin(work, "own", bf16: false, 2, recompute: false, [padded]));
        var (packedSeconds, paddedSeconds) = Together(together, apart, steps);
        double useful = lengths.Sum();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{work.Parameters.Count / 1e6:F2} M, {lengths.Length} samples, {useful} tokens: packed into {packed.Length} × {PaddedPack} {useful / packedSeconds:F0} useful tokens/s; padded to the longest of {PaddedRows} ({padded.Sum(pack => pack.Ids.Length)} places) {useful / paddedSeconds:F0}: {paddedSeconds / packedSeconds:F2} times"));
    }

    /// <summary>A batch of rows of one length, without targets where a sample is over.</summary>
    private static Pack Pad(DecoderConfig config, Random random, int[] lengths)
    {
        var longest = lengths.Max();
        var pack = Workload.RandomPack(config, random, [.. lengths.Select(_ => (long)longest)]);
        return pack with { Weights = [.. lengths.SelectMany(length => Enumerable.Range(0, longest).Select(place => place < length ? 1f : 0f))] };
    }

    private static Trainer Begin(Workload work, string attention, bool bf16, int threads, bool recompute, IReadOnlyList<IReadOnlyList<Pack>> steps)
    {
        var options = new TrainOptions(
            PackLength: 0, PacksPerStep: 0, Replicas: threads, Steps: 1000, StopAfter: null, CheckpointEvery: 0, new LearningRate(1e-3, 0, 0.05, null), WeightDecay: 0.1, ClipNorm: 1, bf16, Seed: 1, Recompute: recompute)
        {
            Attention = attention == "own" && !bf16 ? null : config => Other(config, attention, bf16 ? torch.ScalarType.BFloat16 : torch.ScalarType.Float32),
        };
        return new Trainer(work.Config, work.Parameters.As(work.Config, torch.ScalarType.Float32), new Repeated(steps), options);
    }

    private static IPackAttention Other(DecoderConfig config, string attention, torch.ScalarType compute) => attention switch
    {
        "own" or "library" => new LibraryAttention(config, compute),
        "written" => new LibraryAttention(config, compute, product: new WrittenOut().Product),
        "none" => new NoAttention(config),
        _ => throw new ArgumentException($"there is no attention '{attention}'; there are own, library, written and none", nameof(attention)),
    };

    /// <summary>Medians of both, taken in turn, after one step of each.</summary>
    private (double First, double Second) Together(Trainer first, Trainer second, int steps)
    {
        first.Step(0);
        second.Step(0);
        var (one, two) = (new List<double>(), new List<double>());
        for (var step = 1; step <= steps; step++)
        {
            one.Add(Seconds(() => first.Step(step)));
            two.Add(Seconds(() => second.Step(step)));
        }

        return (Median(one), Median(two));
    }

    private double Seconds(Action action)
    {
        var start = time.GetTimestamp();
        action();
        return time.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string PeakMegabytes
    {
        get
        {
            // The most that was ever resident, as Linux counts it.
            var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith("VmHWM", StringComparison.Ordinal));
            return (long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1_000_000).ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The same steps over and over, the loss the mean of a step's targets.</summary>
    private sealed class Repeated(IReadOnlyList<IReadOnlyList<Pack>> steps) : IStepFeed
    {
        private int _next;

        public DataCursor Cursor => new(0, 0, _next);

        public string Summary => "";

        public IStepBatch Take() => new Batch([.. steps[_next++ % steps.Count]]);
    }

    private sealed class Batch(Pack[] packs) : IStepBatch
    {
        private readonly double[][] _factors = LossWeights.Of(LossMode.Token, packs);

        public int Packs => packs.Length;

        public int Tokens => packs.Sum(pack => pack.Ids.Length);

        public double Accumulate(DecoderModel model, int pack) => model.Accumulate(packs[pack], _factors[pack]).Zip(_factors[pack], (loss, factor) => loss * factor).Sum();
    }
}
