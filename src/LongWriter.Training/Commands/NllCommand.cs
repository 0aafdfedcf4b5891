using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LongWriter.Training.Coherence;
using LongWriter.Training.Models;
using LongWriter.Training.Native;
using TorchSharp;

namespace LongWriter.Training.Commands;

/// <summary><c>longwriter-train nll</c></summary>
internal sealed class NllCommand
{
    private const int Rows = 16;
    private static readonly TimeSpan s_progress = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly Option<DirectoryInfo> _model = new("--model") { Description = "model folder (config.json, model.safetensors, tokenizer.json); the paper takes a base model", Required = true };
    private readonly Option<FileInfo[]> _data = new("--data") { Description = "texts: JSONL with 'text', 'response' or 'messages', or plain files", Required = true, AllowMultipleArgumentsPerToken = true };
    private readonly Option<FileInfo> _out = new("--out") { Description = "JSONL file to write, one line for each point of each curve", Required = true };
    private readonly Option<string?> _name = new("--name") { Description = "name of the curve (default: the name of the first data file)" };
    private readonly Option<int> _every = new("--every") { Description = "tokens between two points", DefaultValueFactory = _ => 256 };
    private readonly Option<int?> _longest = new("--longest") { Description = "tokens of a text to look at (default: the model's context)" };
    private readonly Option<int> _threads = new("--threads") { Description = "threads of the model", DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, 8) };
    private readonly Option<int> _seed = new("--seed") { Description = "seed of the shuffled paragraphs", DefaultValueFactory = _ => 1 };
    private readonly TimeProvider _time;

    private NllCommand(TimeProvider time)
    {
        _time = time;
        foreach (var count in (Option[])[_every, _longest, _threads])
        {
            count.AtLeast(1);
        }
    }

    public static Command Create(TimeProvider time)
    {
        var nll = new NllCommand(time);
        var command = new Command("nll", "Measure how well a model foretells long texts, by position: the cumulative average of the cross-entropy, as in the LongWriter paper, beside the same texts with their paragraphs shuffled and with their first tenth repeated.\n\nExample:\n  longwriter-train nll --model out/base --data out/eval/predictions.jsonl --out nll.jsonl --name longwriter")
        {
            nll._model, nll._data, nll._out, nll._name, nll._every, nll._longest, nll._threads, nll._seed,
        };
        command.SetAction(nll.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        TorchLibrary.EnsureLoaded();
        var (config, parameters, tokenizer) = ModelFolder.Load(parsed.GetRequiredValue(_model).FullName);
        var files = parsed.GetRequiredValue(_data);
        var name = parsed.GetValue(_name) ?? Path.GetFileNameWithoutExtension(files[0].Name);
        var every = parsed.GetValue(_every);
        torch.set_num_threads(parsed.GetValue(_threads));
        var scorer = new TextScorer(new DecoderModel(config, parameters, bf16: false), tokenizer, Math.Min(parsed.GetValue(_longest) ?? int.MaxValue, config.ContextLength));
        LossCurve[] curves = [new(name, every), new($"{name}, shuffled", every), new($"{name}, repeated", every)];
        Measure([.. files.SelectMany(file => TextFile.Read(file.FullName)).Where(text => !string.IsNullOrWhiteSpace(text))], scorer, curves, parsed.GetValue(_seed));
        var points = curves.SelectMany(curve => curve.Points).ToList();
        if (curves[0].Points.Count == 0)
        {
            throw new UsageException($"no text of --data reaches {every} tokens; give longer texts or a smaller --every");
        }

        Save(parsed.GetRequiredValue(_out).FullName, points);
        Table(curves);
        return ExitCodes.Done;
    }

    private void Measure(List<string> texts, TextScorer scorer, LossCurve[] curves, int seed)
    {
        using var interruption = new Interruption();
        var told = _time.GetTimestamp();
        for (var i = 0; i < texts.Count; i++)
        {
            interruption.Token.ThrowIfCancellationRequested();
            var ids = scorer.Encode(texts[i]);
            curves[0].Add(scorer.Losses(ids));
            if (Baselines.Shuffled(texts[i], seed + i) is { } shuffled)
            {
                curves[1].Add(scorer.Losses(scorer.Encode(shuffled)));
            }

            curves[2].Add(scorer.Losses(Baselines.Repeated(ids)));
            if (_time.GetElapsedTime(told) >= s_progress)
            {
                told = _time.GetTimestamp();
                Console.Error.WriteLine($"{i + 1} of {texts.Count} texts");
            }
        }

        if (curves[1].Texts < texts.Count)
        {
            Console.Error.WriteLine($"{texts.Count - curves[1].Texts} of {texts.Count} texts have fewer than three paragraphs and are not in the shuffled curve");
        }
    }

    private static void Save(string path, IEnumerable<CurvePoint> points)
    {
        using var files = new FileSet(Path.GetDirectoryName(path)!);
        files.Write(Path.GetFileName(path), part => File.WriteAllLines(part, points.Select(point => JsonSerializer.Serialize(point with { Nll = Math.Round(point.Nll, 5) }, s_json))));
        files.Complete();
    }

    /// <summary>Some of the points, evenly chosen, the last among them.</summary>
    private static void Table(LossCurve[] curves)
    {
        var points = curves.Select(curve => curve.Points.ToDictionary(point => point.Tokens)).ToList();
        var positions = points[0].Keys.Order().ToList();
        Console.WriteLine($"{"tokens",8}{"texts",7}{"as written",12}{"shuffled",11}{"repeated",11}");
        for (var row = 1; row <= Math.Min(Rows, positions.Count); row++)
        {
            var tokens = positions[(row * positions.Count / Math.Min(Rows, positions.Count)) - 1];
            Console.WriteLine($"{tokens,8}{points[0][tokens].Texts,7}{Cell(0),12}{Cell(1),11}{Cell(2),11}");

            string Cell(int curve) => points[curve].TryGetValue(tokens, out var point) ? point.Nll.ToString("F3", CultureInfo.InvariantCulture) : "";
        }
    }
}
