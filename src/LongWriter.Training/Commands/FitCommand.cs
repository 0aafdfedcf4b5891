using System.CommandLine;
using System.Runtime.Intrinsics.X86;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Native;
using LongWriter.Training.Objectives;
using LongWriter.Training.Optimization;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train pretrain</c> and <c>sft</c>: one loop, two ways to begin.</summary>
internal sealed class FitCommand
{
    private readonly Option<FileInfo> _data = new("--data") { Description = "JSONL rows with 'text' or 'messages'", Required = true };
    private readonly Option<DirectoryInfo> _out = new("--out") { Description = "model folder to write; train.jsonl and the resumable state go there too", Required = true };
    private readonly Option<int> _pack = new("--pack") { Description = "tokens of a pack; longer samples are skipped and counted", DefaultValueFactory = _ => 2048 };
    private readonly Option<int> _batch = new("--batch") { Description = "packs per optimizer step", DefaultValueFactory = _ => 2 };
    private readonly Option<int> _replicas = new("--replicas") { Description = "threads that each work on packs of their own", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private readonly Option<int> _steps = new("--steps") { Description = "optimizer steps", Required = true };
    private readonly Option<int?> _stopAfter = new("--stop-after") { Description = "checkpoint and leave after this many steps" };
    private readonly Option<double> _lr = new("--lr") { Description = "peak learning rate", DefaultValueFactory = _ => 1e-5 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "share of the steps spent rising to the peak", DefaultValueFactory = _ => 0.03 };
    private readonly Option<double?> _decayFrom = new("--decay-from") { Description = "hold the peak and fall in a line from this share of the steps on (default: cosine)" };
    private readonly Option<double> _decay = new("--weight-decay") { Description = "AdamW weight decay, matrices only", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double> _clip = new("--clip") { Description = "largest gradient norm", DefaultValueFactory = _ => 1.0 };
    private readonly Option<string> _precision = new("--precision") { Description = "compute type; masters are always fp32 (default: bf16 where the processor has AVX-512, which makes it fast, else fp32)", DefaultValueFactory = _ => FastPrecision };
    private readonly Option<bool> _recompute = new("--recompute") { Description = "keep one layer's activations at a time and compute the others anew: long packs in little memory, a third slower" };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of weights and shuffling", DefaultValueFactory = _ => 1 };
    private readonly Option<int> _every = new("--checkpoint-every") { Description = "steps between checkpoints", DefaultValueFactory = _ => 500 };
    private readonly Option<bool> _resume = new("--resume") { Description = "go on from the last checkpoint in --out" };
    private readonly TimeProvider _time;

    /// <summary>libtorch multiplies bf16 by AVX-512 or else emulates it, ten times slower than fp32.</summary>
    private static string FastPrecision => Avx512F.IsSupported ? "bf16" : "fp32";

    private FitCommand(TimeProvider time)
    {
        _time = time;
        _precision.AcceptOnlyFromAmong("bf16", "fp32");
        foreach (var count in (Option[])[_pack, _batch, _replicas, _steps, _stopAfter, _every])
        {
            count.AtLeast(1);
        }
    }

    public static Command Pretrain(TimeProvider time)
    {
        var fit = new FitCommand(time);
        var config = new Option<FileInfo>("--config") { Description = "config.json of the model to begin", Required = true };
        var tokenizer = new Option<FileInfo>("--tokenizer") { Description = "tokenizer.json", Required = true };
        var command = fit.Command("pretrain", "Train a new model; every token is a target.\n\nExample:\n  longwriter-train pretrain --config nano.json --tokenizer tokenizer.json --data prose.jsonl --out out/base --steps 5000 --lr 2e-3");
        command.Add(config);
        command.Add(tokenizer);
        command.SetAction(parsed => fit.Run(parsed, learnEverything: true, LossMode.Token, () =>
        {
            var vocabulary = new Tokenizer(TokenizerJson.Load(parsed.GetRequiredValue(tokenizer).FullName));
            var shape = LlamaConfig.Load(parsed.GetRequiredValue(config).FullName) with { VocabSize = vocabulary.Count };
            return (shape, LlamaParameters.Initialise(shape, parsed.GetValue(fit._seed)), vocabulary);
        }));
        return command;
    }

    public static Command Sft(TimeProvider time)
    {
        var fit = new FitCommand(time);
        var start = new Option<DirectoryInfo>("--base") { Description = "model folder to go on from", Required = true };
        var learn = new Option<string>("--learn") { Description = "targets: the assistant's text and its end (the paper), or every token", DefaultValueFactory = _ => "answer" };
        learn.AcceptOnlyFromAmong("answer", "everything");
        var loss = new Option<string>("--loss") { Description = "token: mean over all target tokens of the step (the paper); sequence: mean of the sequences' means (LongAlign); released: the released code's, a pack's token mean times its sequences over 30", DefaultValueFactory = _ => "token" };
        loss.AcceptOnlyFromAmong("token", "sequence", "released");
        var command = fit.Command("sft", "Fine-tune a model on chats, packed, with the token-mean loss of the paper.\n\nExamples:\n  longwriter-train sft --base out/base --data sft.jsonl --out out/sft --steps 3000 --pack 8192 --lr 1e-5\n  longwriter-train sft --base out/base --data sft.jsonl --out out/mean --steps 3000 --loss sequence --recompute --pack 32768");
        command.Add(start);
        command.Add(learn);
        command.Add(loss);
        command.SetAction(parsed => fit.Run(parsed, parsed.GetValue(learn) == "everything", Mode(parsed.GetValue(loss)), () => LlamaCheckpoint.Load(parsed.GetRequiredValue(start).FullName)));
        return command;
    }

    private static LossMode Mode(string? name) => name switch { "sequence" => LossMode.Sequence, "released" => LossMode.Released, _ => LossMode.Token };

    private Command Command(string name, string description) => new(name, description)
    {
        _data, _out, _steps, _pack, _batch, _replicas, _lr, _warmUp, _decayFrom, _decay, _clip, _precision, _recompute, _seed, _every, _stopAfter, _resume,
    };

    private int Run(ParseResult parsed, bool learnEverything, LossMode loss, Func<(LlamaConfig Config, LlamaParameters Parameters, Tokenizer Tokenizer)> begin)
    {
        TorchLibrary.EnsureLoaded();
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(_out).FullName).FullName;
        var options = new TrainOptions(
            parsed.GetValue(_pack),
            parsed.GetValue(_batch),
            parsed.GetValue(_replicas),
            parsed.GetValue(_steps),
            parsed.GetValue(_stopAfter),
            parsed.GetValue(_every),
            new LearningRate(parsed.GetValue(_lr), parsed.GetValue(_warmUp), 0.05, parsed.GetValue(_decayFrom)),
            parsed.GetValue(_decay),
            parsed.GetValue(_clip),
            parsed.GetValue(_precision) == "bf16",
            parsed.GetValue(_seed),
            parsed.GetValue(_recompute));
        var (config, parameters, tokenizer) = begin();
        if (options.PackLength > config.ContextLength)
        {
            // A sample may be as long as the pack, and positions end with the context.
            throw new UsageException($"--pack {options.PackLength} is longer than the model's context of {config.ContextLength} tokens; use a shorter pack or a model with a longer context");
        }

        var resumed = parsed.GetValue(_resume) ? TrainCheckpoint.Load(folder, config) : null;
        if (resumed is { } found)
        {
            parameters = found.Parameters;
        }

        var state = resumed?.State ?? new TrainState(0, new DataCursor(0, 0, 0), 0);
        var file = new SampleFile(parsed.GetRequiredValue(_data).FullName, tokenizer, learnEverything);
        var stream = new PackFeed(file, options.PackLength, options.Seed, state.Data);
        var trainer = new Trainer(config, parameters, new SupervisedFeed(stream, options.PacksPerStep, loss), options);
        if (resumed is { } saved)
        {
            trainer.Optimizer.Restore(saved.State.Step, saved.Moments);
        }

        Console.Error.WriteLine($"{parameters.Count / 1e6:F2} M weights, {options.Steps} steps of {options.PacksPerStep} × {options.PackLength} tokens, {options.Replicas} replicas, {parsed.GetValue(_precision)}, from step {state.Step}");
        using var log = new TrainLog(Path.Combine(folder, "train.jsonl"), state, options.Steps, _time, Console.Error);
        var tokens = state.Tokens;
        var last = options.StopAfter is { } stop ? Math.Min(options.Steps, state.Step + stop) : options.Steps;
        for (var step = state.Step; step < last; step++)
        {
            var result = trainer.Step(step);
            tokens += result.Tokens;
            log.Write(result);
            if ((step + 1) % options.CheckpointEvery == 0 || step + 1 == last)
            {
                // The model first: a crash in between costs steps that are taken again, never a folder that lags behind its state.
                LlamaCheckpoint.Save(folder, config, parameters, tokenizer.Vocabulary);
                trainer.Save(folder, step + 1, tokens);
            }
        }

        Console.Error.WriteLine($"packs {stream.Filled:P2} full of {stream.Taken} samples; {stream.Skipped} samples longer than the pack of {options.PackLength} tokens were skipped");

        Console.Error.WriteLine(last < options.Steps ? $"stopped at step {last} of {options.Steps}; go on with --resume" : $"done → {folder}");
        return ExitCodes.Done;
    }
}
