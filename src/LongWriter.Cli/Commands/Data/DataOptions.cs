using System.CommandLine;
using System.Globalization;
using LongWriter.Cli.Settings;
using LongWriter.Inference.Chat;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Providers.Resilience;
using LongWriter.Runs;
using LongWriter.Strategies;

namespace LongWriter.Cli.Commands.Data;

/// <summary>Options of the verbs that have a model write: <c>data build</c> and <c>data pairs</c>.</summary>
internal sealed class DataOptions(Surroundings around)
{
    private readonly Option<FileInfo?> _in = DataFiles.In("instructions, JSONL or Parquet: 'instruction', 'prompt' or 'messages'");
    private readonly Option<string?> _model = Setting.Model.ToOption("the model that writes: nano (embedded), a .gguf file, PROVIDER/NAME or a URL", "-m");
    private readonly Option<string?> _template = Setting.Template.ToOption("prompts: ours, or those of the paper");
    private readonly Option<string?> _temperature = Setting.Temperature.ToOption("sampling temperature, 0 to 2 (default: the model's own)");
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "rows written at once (default: 4)", CustomParser = Values.Number<int> };
    private readonly Option<long?> _seed = new("--seed") { Description = "the same seed makes the same data (default: 0)", CustomParser = Values.Number<long> };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "do not ask before a hosted model is called" };
    private readonly BudgetOptions _budget = new();

    public void AddTo(Command command)
    {
        command.Add(_in);
        command.Add(_model);
        command.Add(_template);
        command.Add(_temperature);
        command.Add(_concurrency);
        command.Add(_seed);
        command.Add(_yes);
        _budget.AddTo(command);
    }

    public string In(ParseResult parsed) => parsed.GetValue(_in)!.FullName;

    public long Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 0;

    /// <exception cref="UsageException">It is not from 1 to 1,000.</exception>
    public int Concurrency(ParseResult parsed) => parsed.GetValue(_concurrency) switch
    {
        null => 4,
        >= 1 and <= 1000 and var count => count,
        var count => throw new UsageException($"--concurrency {count}: give 1 to 1000"),
    };

    /// <summary>How the rows are written, as their journals keep it.</summary>
    public RunSettings Settings(ParseResult parsed, WritingStrategy strategy)
    {
        var sources = new SettingSources(around);
        var template = PromptTemplate.Find(sources.Resolve(Setting.Template, parsed.GetValue(_template)).Value!);
        return new RunSettings(sources.Resolve(Setting.Model, parsed.GetValue(_model)).Value!)
        {
            Template = template.Name,
            TemplateHash = template.Hash,
            Temperature = sources.Resolve(Setting.Temperature, parsed.GetValue(_temperature)).Value is { } temperature ? float.Parse(temperature, CultureInfo.InvariantCulture) : null,
            Strategy = strategy,
        };
    }

    /// <summary>The model, once whoever sits there has agreed to pay for it; null where they have not.</summary>
    public async Task<RunModels?> OpenAsync(ParseResult parsed, RunSettings settings, CancellationToken cancellationToken)
    {
        var models = RunModels.Open(around, settings, "", _budget.Read(parsed));
        if (!models.AreHosted || await Consent.AskAsync(around, parsed.GetValue(_yes), cancellationToken))
        {
            return models;
        }

        models.Dispose();
        await around.Error.WriteLineAsync("nothing was written");
        return null;
    }

    /// <summary>Whether a call failed because of the one row that it was about: it does not fit the model's context, or the endpoint's policy refuses it.</summary>
    public static bool IsOfRow(Exception e) => e is ContextExceededException
        || (e is EndpointException { Fault: { Kind: FaultKind.Rejected, Message: var message } } && (Says(message, "content") || Says(message, "policy") || Says(message, "context length")));

    private static bool Says(string message, string word) => message.Contains(word, StringComparison.OrdinalIgnoreCase);
}
