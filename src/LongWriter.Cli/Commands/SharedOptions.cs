using System.CommandLine;
using System.Text.RegularExpressions;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Cli.Commands;

/// <summary>Options that <c>write</c> and <c>plan</c> have in common, and what is read from them.</summary>
internal sealed partial class SharedOptions(TextReader input)
{
    private static readonly Dictionary<string, WritingStrategy> s_strategies = new(StringComparer.Ordinal) { ["agentwrite"] = WritingStrategy.AgentWrite, ["parallel"] = WritingStrategy.Parallel, ["direct"] = WritingStrategy.Direct };
    private static readonly Dictionary<string, HistoryPolicy> s_histories = new(StringComparer.Ordinal) { ["auto"] = HistoryPolicy.Auto, ["full"] = HistoryPolicy.Full, ["window"] = HistoryPolicy.Window };

    private readonly Argument<string> _instruction = new("instruction") { Description = "what to write; - reads it from standard input" };
    private readonly Option<string> _model = new("--model", "-m") { Description = "model: nano (embedded) or a .gguf file", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("LONGWRITER_MODEL") is { Length: > 0 } named ? named : ModelCatalog.Embedded };
    private readonly Option<int?> _words = new("--words") { Description = "length in words; wins over the instruction", CustomParser = Values.Number<int> };
    private readonly Option<string> _template = new("--template") { Description = "prompts: longwriter, or paper for the paper's own", DefaultValueFactory = _ => PromptTemplate.LongWriter.Name };
    private readonly Option<long?> _seed = new("--seed") { Description = "seed; the same seed writes the same text", CustomParser = Values.Number<long> };
    private readonly Option<string> _strategy = new("--strategy") { Description = "agentwrite: section by section; parallel: all at once; direct: one call", DefaultValueFactory = _ => "agentwrite" };
    private readonly Option<string> _context = new("--context") { Description = "what of the text goes along: full, window (chapters summed up), or auto", DefaultValueFactory = _ => "auto" };
    private readonly Option<float?> _temperature = new("--temperature") { Description = "sampling temperature, 0 to 2", CustomParser = Values.Number<float> };

    /// <summary>Adds what only writing needs.</summary>
    public void AddStrategyTo(Command command)
    {
        _strategy.AcceptOnlyFromAmong([.. s_strategies.Keys]);
        _context.AcceptOnlyFromAmong([.. s_histories.Keys]);
        command.Add(_strategy);
        command.Add(_context);
    }

    public void AddTo(Command command)
    {
        _template.AcceptOnlyFromAmong("longwriter", "paper");

        // A mistyped option ahead of the instruction would be taken for it, and a document written about it.
        _instruction.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && LooksLikeOption().IsMatch(word))
            {
                result.AddError($"unknown option '{word}'");
            }
        });
        command.Add(_instruction);
        command.Add(_model);
        command.Add(_words);
        command.Add(_template);
        command.Add(_seed);
        command.Add(_temperature);
    }

    /// <exception cref="UsageException">An argument cannot be used.</exception>
    public async Task<WritingRequest> RequestAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var text = parsed.GetValue(_instruction) ?? "";
        if (text == "-")
        {
            text = await input.ReadToEndAsync(cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException("the instruction is empty; say what to write, for example: longwriter write \"Write a 2,000-word guide to growing herbs\"");
        }

        if (parsed.GetValue(_words) is (< 1 or > TargetLength.Most) and var words)
        {
            throw new UsageException($"--words {words}: ask for 1 to {TargetLength.Most} words");
        }

        if (parsed.GetValue(_temperature) is { } temperature && temperature is not (>= 0 and <= 2))
        {
            throw new UsageException($"--temperature {temperature}: 0 to 2 is possible");
        }

        return new WritingRequest(text.Trim()) { Words = parsed.GetValue(_words), Seed = parsed.GetValue(_seed) ?? 0 };
    }

    /// <summary>Opens the model and refuses what it cannot do.</summary>
    /// <exception cref="UsageException">No model is named, or the embedded one is asked for another language than English.</exception>
    public OpenedModel Open(ParseResult parsed, WritingRequest request)
    {
        var name = parsed.GetValue(_model)!;
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new UsageException($"--model is empty; give a .gguf file, or {ModelCatalog.Embedded} for the embedded model");
        }

        if (name is ModelCatalog.Embedded && !IsEnglish(request.Instruction))
        {
            throw new UsageException("the embedded model writes English only; put the instruction in English or name another model with --model");
        }

        return ModelCatalog.Open(name);
    }

    /// <summary>How the run is written, as its journal keeps it.</summary>
    public RunSettings Settings(ParseResult parsed)
    {
        var model = parsed.GetValue(_model)!;
        var template = PromptTemplate.Find(parsed.GetValue(_template)!);
        return new RunSettings(model is ModelCatalog.Embedded || !File.Exists(model) ? model : Path.GetFullPath(model))
        {
            Template = template.Name,
            TemplateHash = template.Hash,
            Temperature = parsed.GetValue(_temperature),
            Strategy = s_strategies[parsed.GetValue(_strategy) ?? "agentwrite"],
            History = s_histories[parsed.GetValue(_context) ?? "auto"],
        };
    }

    public static WriterOptions Writer(RunSettings settings, OpenedModel model) => new()
    {
        Template = PromptTemplate.Find(settings.Template),
        Temperature = settings.Temperature,
        Strategy = settings.Strategy,
        History = settings.History,
        Context = model.Context,
        SumsUpChapters = !model.IsEmbedded,
        SendsWritten = true,
    };

    /// <summary>Whether the letters of a text are Latin in the main: names with other letters may stand in it.</summary>
    private static bool IsEnglish(string text)
    {
        var other = Other().Matches(text).Sum(match => match.Length);
        return other * 4 <= text.Count(char.IsLetter);
    }

    [GeneratedRegex(@"[\p{L}-[\u0000-\u024F]]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Other();

    [GeneratedRegex(@"^--?[A-Za-z][\w-]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex LooksLikeOption();
}
