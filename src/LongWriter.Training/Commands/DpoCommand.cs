using System.CommandLine;
using System.Globalization;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Align;
using LongWriter.Training.Models;
using LongWriter.Training.Native;
using LongWriter.Training.Runs;
using TorchSharp;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train dpo</c></summary>
internal sealed class DpoCommand
{
    /// <summary>Between two lines about the reference's pass.</summary>
    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(10);

    private readonly FitOptions _options = new(
        "JSONL rows with 'prompt', 'chosen' and 'rejected', each a text or a list of messages",
        "such rows kept from training; their loss goes to held-out.jsonl as the run goes on, what the trained model makes of them to held-out.json",
        learningRate: 5e-7);
    private readonly Option<DirectoryInfo> _base = new("--base") { Description = "model folder to go on from, as SFT left it", Required = true };
    private readonly Option<DirectoryInfo?> _reference = new("--ref") { Description = "model folder of the reference (default: --base)" };
    private readonly Option<string> _loss = new("--loss") { Description = "dpo; length-normalised: log-ratios a token; prefix: dpo over the answers' beginnings too; orpo: odds ratio beside the chosen answer's cross-entropy, without a reference", DefaultValueFactory = _ => "dpo" };
    private readonly Option<double> _beta = new("--beta") { Description = "how strongly answers are told apart; orpo: weight of the odds ratio", DefaultValueFactory = _ => 0.1 };
    private readonly Option<double?> _supervised = new("--sft-weight") { Description = "weight of the chosen answers' cross-entropy, the mean over their tokens (default: 1 for orpo, else 0)" };
    private readonly Option<int> _prefixes = new("--prefixes") { Description = "beginnings of an answer that --loss prefix compares, the whole one included", DefaultValueFactory = _ => 4 };
    private readonly Option<FileInfo?> _scores = new("--scores") { Description = "file that keeps the reference's log-probabilities (default: reference.jsonl in --out)" };
    private readonly LoraOptions _lora = new();
    private readonly TimeProvider _time;

    private DpoCommand(TimeProvider time)
    {
        _time = time;
        _loss.AcceptOnlyFromAmong("dpo", "length-normalised", "prefix", "orpo");
        _prefixes.AtLeast(1);
    }

    public static Command Create(TimeProvider time)
    {
        var dpo = new DpoCommand(time);
        var command = dpo._options.Command("dpo", "Train a model to prefer chosen answers over rejected ones.\n\nThe reference's log-probabilities are computed once and kept in a file with a fingerprint of the reference, the data and the template.\n\nExamples:\n  longwriter-train dpo --base out/sft --data pairs.jsonl --out out/dpo --steps 250 --pack 32768 --batch 8 --beta 0.1 --sft-weight 0.1\n  longwriter-train dpo --base out/sft --data pairs.jsonl --out out/orpo --steps 250 --loss orpo --lr 5e-6");
        foreach (var option in (Option[])[dpo._base, dpo._reference, dpo._loss, dpo._beta, dpo._supervised, dpo._prefixes, dpo._scores])
        {
            command.Add(option);
        }

        dpo._lora.AddTo(command);
        command.SetAction(dpo.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TorchLibrary.EnsureLoaded(_options.Device(parsed));
        var options = _options.Read(parsed);
        var loss = Loss(parsed);
        var weight = parsed.GetValue(_supervised) ?? (loss.NeedsReference ? 0 : 1);
        if (weight < 0)
        {
            throw new UsageException("--sft-weight must be 0 or more");
        }

        var start = parsed.GetRequiredValue(_base).FullName;
        var (config, parameters, tokenizer) = ModelFolder.Load(start);
        options.RequireContext(config);
        var folder = Directory.CreateDirectory(parsed.GetRequiredValue(_options.Out).FullName).FullName;
        var template = _options.Template(parsed, start, tokenizer);
        var reference = parsed.GetValue(_reference)?.FullName ?? start;
        var held = HeldOut(parsed, reference, loss, tokenizer, options, template);
        var file = new PreferenceFile(parsed.GetRequiredValue(_options.Data).FullName, tokenizer, template);
        using var interruption = new Interruption();
        var scores = loss.NeedsReference
            ? Score(file, reference, parsed.GetValue(_scores)?.FullName ?? Path.Combine(folder, "reference.jsonl"), loss.PrefixCount, options, template.Jinja, interruption.Token)
            : new Dictionary<int, PairScore>();
        var trained = new TrainRun(folder, start, config, tokenizer, template, options, _time, Console.Error).Fit(
            _lora.Apply(parsed, config, parameters, options.Seed),
            place => new PreferenceFeed(new PairFeed(file, options.PackLength, options.Seed, place), options.PacksPerStep, loss, scores, weight),
            held,
            _options.Resume(parsed),
            interruption.Token);
        if (held is not null)
        {
            torch.set_num_threads(options.Replicas);
            var figures = held.Measure(options.Reader(config, trained));
            HeldOutPairs.Save(Path.Combine(folder, "held-out.json"), figures);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held out: {figures.Pairs} pairs, accuracy {figures.Accuracy:P1}, margin {figures.Margin:F4}; chosen answers {figures.ChosenLoss:F4} nats a token, {figures.ReferenceChosenLoss:F4} under the reference"));
        }

        return ExitCodes.Done;
    }

    private HeldOutPairs? HeldOut(ParseResult parsed, string reference, PreferenceLoss loss, Tokenizer tokenizer, TrainOptions options, ChatTemplate template)
    {
        if (parsed.GetValue(_options.HeldOut) is not { } file)
        {
            return null;
        }

        List<PreferencePair> pairs = [.. new PreferenceFile(file.FullName, tokenizer, template).Read(0).Select(row => row.Pair).Where(pair => pair.Length <= options.PackLength)];
        if (pairs.Count == 0)
        {
            throw new UsageException($"no pair of --held-out {file.FullName} fits a pack of {options.PackLength} tokens; use a longer --pack");
        }

        var (config, parameters, own) = ModelFolder.Load(reference);
        RequireSameVocabulary(reference, own, tokenizer);
        torch.set_num_threads(options.Replicas);
        return new HeldOutPairs(pairs, loss, options.PackLength, options.Reader(config, parameters));
    }

    private PreferenceLoss Loss(ParseResult parsed)
    {
        var beta = parsed.GetValue(_beta);
        if (beta <= 0)
        {
            throw new UsageException("--beta must be above 0");
        }

        return parsed.GetValue(_loss) switch
        {
            "length-normalised" => new LengthNormalisedPreference(beta),
            "prefix" => new DirectPreference(beta, parsed.GetValue(_prefixes)),
            "orpo" => new OddsRatioPreference(beta),
            _ => new DirectPreference(beta),
        };
    }

    private IReadOnlyDictionary<int, PairScore> Score(PreferenceFile file, string reference, string path, int prefixes, TrainOptions options, string template, CancellationToken cancelled)
    {
        var (config, parameters, tokenizer) = ModelFolder.Load(reference);
        RequireSameVocabulary(reference, tokenizer, file.Tokenizer);
        var scores = ReferenceScores.Open(path, ReferenceScores.Fingerprint(reference, file.Path, prefixes, options.Bf16, template));
        torch.set_num_threads(options.Replicas);
        var told = _time.GetTimestamp();
        scores.Complete(file.Read(0).Select(row => row.Pair), options.Reader(config, parameters), options.PackLength, prefixes, Tell, cancelled);
        return scores.ByLine;

        void Tell(int count)
        {
            if (_time.GetElapsedTime(told) >= s_progress)
            {
                told = _time.GetTimestamp();
                Console.Error.WriteLine($"{count} pairs scored by the reference");
            }
        }
    }

    private static void RequireSameVocabulary(string reference, Tokenizer tokenizer, Tokenizer own)
    {
        if (!tokenizer.Vocabulary.Tokens.SequenceEqual(own.Vocabulary.Tokens, StringComparer.Ordinal))
        {
            throw new UsageException($"--ref {reference} has another vocabulary than --base; its log-probabilities cannot be compared");
        }
    }
}
