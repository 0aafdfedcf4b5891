using System.CommandLine;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Native;
using LongWriter.Training.Objectives;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train pretrain</c> and <c>sft</c>: one loop, two ways to begin.</summary>
internal sealed class FitCommand(TimeProvider time)
{
    private readonly FitOptions _options = new(
        "JSONL rows with 'text' or 'messages'",
        "such rows kept from training; the loss on them goes to held-out.jsonl as the run goes on",
        learningRate: 1e-5);

    public static Command Pretrain(TimeProvider time)
    {
        var fit = new FitCommand(time);
        var config = new Option<FileInfo>("--config") { Description = "config.json of the model to begin", Required = true };
        var tokenizer = new Option<FileInfo>("--tokenizer") { Description = "tokenizer.json", Required = true };
        var command = fit._options.Command("pretrain", "Train a new model; every token is a target.\n\nExample:\n  longwriter-train pretrain --config nano.json --tokenizer tokenizer.json --data prose.jsonl --out out/base --steps 5000 --lr 2e-3");
        command.Add(config);
        command.Add(tokenizer);
        command.SetAction(parsed => fit.Run(parsed, parsed.GetRequiredValue(config).FullName, learnEverything: true, LossMode.Token, () =>
        {
            var vocabulary = TokenizerJson.LoadTokenizer(parsed.GetRequiredValue(tokenizer).FullName);
            var shape = DecoderConfig.Load(parsed.GetRequiredValue(config).FullName) with { VocabSize = vocabulary.Count };
            return (shape, DecoderParameters.Initialise(shape, fit._options.Seed(parsed)), vocabulary);
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
        var command = fit._options.Command("sft", "Fine-tune a model on chats, packed, with the token-mean loss of the paper.\n\nExamples:\n  longwriter-train sft --base out/base --data sft.jsonl --out out/sft --steps 3000 --pack 8192 --lr 1e-5\n  longwriter-train sft --base out/base --data sft.jsonl --out out/mean --steps 3000 --loss sequence --recompute --pack 32768\n  longwriter-train sft --base out/base --data sft.jsonl --out out/lora --steps 3000 --lora 16 --lr 1e-4");
        command.Add(start);
        command.Add(learn);
        command.Add(loss);
        var lora = new LoraOptions();
        lora.AddTo(command);
        command.SetAction(parsed => fit.Run(parsed, parsed.GetRequiredValue(start).FullName, parsed.GetValue(learn) == "everything", Mode(parsed.GetValue(loss)), () =>
        {
            var (config, parameters, tokenizer) = ModelFolder.Load(parsed.GetRequiredValue(start).FullName);
            return (config, lora.Apply(parsed, config, parameters, fit._options.Seed(parsed)), tokenizer);
        }));
        return command;
    }

    private static LossMode Mode(string? name) => name switch { "sequence" => LossMode.Sequence, "released" => LossMode.Released, _ => LossMode.Token };

    private int Run(ParseResult parsed, string start, bool learnEverything, LossMode loss, Func<(DecoderConfig Config, DecoderParameters Parameters, Tokenizer Tokenizer)> begin)
    {
        TorchLibrary.EnsureLoaded(_options.Device(parsed));
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(_options.Out).FullName).FullName;
        var options = _options.Read(parsed);
        var (config, parameters, tokenizer) = begin();
        options.RequireContext(config);
        var template = _options.Template(parsed, start, tokenizer);
        var held = parsed.GetValue(_options.HeldOut) is { } kept ? new HeldOutSamples(Samples(kept), options.PackLength) : null;
        var file = Samples(parsed.GetRequiredValue(_options.Data));
        using var interruption = new Interruption();
        new TrainRun(folder, start, config, tokenizer, template, options, time, Console.Error).Fit(
            parameters,
            place => new SupervisedFeed(new PackFeed(file, options.PackLength, options.Seed, place), options.PacksPerStep, loss),
            held,
            _options.Resume(parsed),
            interruption.Token);
        return ExitCodes.Done;

        SampleFile Samples(FileInfo rows) => new(rows.FullName, tokenizer, learnEverything, template);
    }
}
