using System.CommandLine;
using System.Runtime.Intrinsics.X86;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Optimization;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Commands;

/// <summary>The options that all verbs share which train a model.</summary>
internal sealed class FitOptions
{
    private readonly Option<int> _pack = new("--pack") { Description = "tokens of a pack; longer samples are skipped and counted", DefaultValueFactory = _ => 2048 };
    private readonly Option<int> _batch = new("--batch") { Description = "packs per optimizer step", DefaultValueFactory = _ => 2 };
    private readonly Option<int> _replicas = new("--replicas") { Description = "threads that each work on packs of their own; with --device cuda those of the optimizer's step", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private readonly Option<int> _steps = new("--steps") { Description = "optimizer steps", Required = true };
    private readonly Option<int?> _stopAfter = new("--stop-after") { Description = "checkpoint and leave after this many steps" };
    private readonly Option<double> _lr;
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "share of the steps spent rising to the peak", DefaultValueFactory = _ => 0.03 };
    private readonly Option<double?> _decayFrom = new("--decay-from") { Description = "hold the peak and fall in a line from this share of the steps on (default: cosine)" };
    private readonly Option<double> _decay = new("--weight-decay") { Description = "AdamW weight decay, matrices only", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double> _clip = new("--clip") { Description = "largest gradient norm", DefaultValueFactory = _ => 1.0 };
    private readonly Option<string> _precision = new("--precision") { Description = "compute type; masters are always fp32 (default: bf16 where the processor has AVX-512, which makes it fast, else fp32)", DefaultValueFactory = _ => FastPrecision };
    private readonly Option<string> _device = new("--device") { Description = "what computes: cpu, or cuda with masters and optimizer on the host (needs a build for CUDA, see docs/guides/training.md)", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _recompute = new("--recompute") { Description = "keep one layer's activations at a time and compute the others anew: long packs in little memory, a third slower" };
    private readonly Option<string?> _template = new("--template") { Description = $"chat template: {string.Join(", ", ChatTemplate.Names)} (default: the one that the base model states)" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of weights and shuffling", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _every = new("--checkpoint-every") { Description = "steps between checkpoints", DefaultValueFactory = _ => 500 };
    private readonly Option<int?> _measureEvery = new("--held-out-every") { Description = "steps between measurements on --held-out (default: a twentieth of the steps)" };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on from the last checkpoint in --out" };

    /// <param name="heldOut">What the rows kept from training are and what comes of them.</param>
    public FitOptions(string data, string heldOut, double learningRate)
    {
        Data = new("--data") { Description = data, Required = true };
        HeldOut = new("--held-out") { Description = heldOut };
        _lr = new("--lr") { Description = "peak learning rate", DefaultValueFactory = _ => learningRate };
        _template.AcceptOnlyFromAmong([.. ChatTemplate.Names]);
        _precision.AcceptOnlyFromAmong("bf16", "fp32");
        _device.AcceptOnlyFromAmong("cpu", "cuda");
        foreach (var count in (Option[])[_pack, _batch, _replicas, _steps, _stopAfter, _every, _measureEvery])
        {
            count.AtLeast(1);
        }
    }

    /// <summary>libtorch multiplies bf16 by AVX-512 or else emulates it, ten times slower than fp32.</summary>
    public static string FastPrecision => Avx512F.IsSupported ? "bf16" : "fp32";

    public Option<FileInfo> Data { get; }

    public Option<FileInfo?> HeldOut { get; }

    public Option<DirectoryInfo> Out { get; } = new("--out") { Description = "model folder to write; train.jsonl, pictures of the run and the resumable state go there too", Required = true };

    public Command Command(string name, string description) => new(name, description)
    {
        Data, Out, _steps, _pack, _batch, _replicas, _lr, _warmUp, _decayFrom, _decay, _clip, _precision, _device, _recompute, _template, _seed, _every, HeldOut, _measureEvery, _stopAfter, _resume,
    };

    public int Seed(ParseResult parsed) => parsed.GetValue(_seed);

    /// <summary>The template of this run, which its model will state from now on.</summary>
    /// <param name="start">Folder of the base model, or a file beside which its templates would stand.</param>
    public ChatTemplate Template(ParseResult parsed, string start, Tokenizer tokenizer) =>
        TemplateChoice.Of(Directory.Exists(start) ? start : Path.GetDirectoryName(start)!, tokenizer, parsed.GetValue(_template));

    public bool Resume(ParseResult parsed) => parsed.GetValue(_resume);

    public TrainOptions Read(ParseResult parsed) => new(
        parsed.GetValue(_pack),
        parsed.GetValue(_batch),
        parsed.GetValue(_replicas),
        parsed.GetValue(_steps),
        parsed.GetValue(_stopAfter),
        parsed.GetValue(_every),
        new LearningRate(parsed.GetValue(_lr), parsed.GetValue(_warmUp), 0.05, parsed.GetValue(_decayFrom)),
        parsed.GetValue(_decay),
        parsed.GetValue(_clip),
        Precision(parsed) == "bf16",
        parsed.GetValue(_seed),
        parsed.GetValue(_measureEvery) ?? Math.Max(1, (parsed.GetValue(_steps) + 19) / 20),
        parsed.GetValue(_recompute),
        Device(parsed));

    /// <summary>The device beside the host that computes; null where the host does.</summary>
    public string? Device(ParseResult parsed) => parsed.GetValue(_device) == "cpu" ? null : parsed.GetValue(_device);

    /// <summary>The default is the processor's; every GPU multiplies bf16 fast.</summary>
    private string? Precision(ParseResult parsed) => Device(parsed) is not null && parsed.GetResult(_precision) is not { Implicit: false } ? "bf16" : parsed.GetValue(_precision);
}
