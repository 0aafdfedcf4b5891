using System.CommandLine;
using System.Globalization;
using LongWriter.Chat;
using LongWriter.Cli.Commands.Eval;
using LongWriter.Cli.Rendering;
using LongWriter.Cli.Settings;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Rows;
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
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "rows written at once (default: 4)", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<long?> _seed = new("--seed") { Description = "the same seed makes the same data (default: 0)", HelpName = "n", CustomParser = Values.Number<long> };
    private readonly Option<string> _bad = DataFiles.Bad();
    private readonly Consent _consent = new();
    private readonly BudgetOptions _budget = new();

    public void AddTo(Command command)
    {
        command.Add(_in);
        command.Add(_model);
        command.Add(_template);
        command.Add(_temperature);
        command.Add(_concurrency);
        command.Add(_seed);
        command.Add(_bad);
        _consent.AddTo(command);
        _budget.AddTo(command);
    }

    /// <summary>The file of instructions.</summary>
    /// <exception cref="Datasets.DataFileException">It has rows that cannot be used, where such a file is to be refused.</exception>
    public async Task<string> InAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var path = parsed.GetValue(_in)!.FullName;
        if (parsed.GetValue(_bad) == DataFiles.Refuse)
        {
            await RowReader.InstructionsAsync(path, cancellationToken).RefuseBadAsync(path, cancellationToken);
        }

        return path;
    }

    public long Seed(ParseResult parsed) => parsed.GetValue(_seed) ?? 0;

    /// <exception cref="UsageException">It is not from 1 to 1,000.</exception>
    public int Concurrency(ParseResult parsed) => parsed.InRange(_concurrency, 1, 1000) ?? 4;

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

    public Budget Budget(ParseResult parsed) => _budget.Read(parsed);

    /// <summary>The model, once whoever sits there has agreed to pay for it; null where they have not.</summary>
    /// <param name="asks">Whether something else is paid for as well.</param>
    public async Task<RunModels?> OpenAsync(ParseResult parsed, RunSettings settings, Budget budget, bool asks, CancellationToken cancellationToken)
    {
        var models = RunModels.Open(around, settings, "", budget);
        if ((!models.AreHosted && !asks) || await _consent.AskAsync(around, parsed, cancellationToken))
        {
            return models;
        }

        models.Dispose();
        await around.Error.WriteLineAsync("nothing was written");
        return null;
    }

    /// <summary>Builds with progress; where it stops, says how to go on.</summary>
    public async Task<BuildResult> RunAsync(Func<IProgress<BuildProgress>, Task<BuildResult>> build)
    {
        var shown = new RowProgress(around.Error, around.Time);
        try
        {
            var built = await build(shown);
            shown.Close();
            return built;
        }
        catch (Exception e)
        {
            shown.Close();
            if (e is OperationCanceledException or WritingException or EndpointException or BudgetReachedException)
            {
                await around.Error.WriteLineAsync($"{(e is OperationCanceledException ? "interrupted" : "stopped")}; what is written stands, and the same command goes on");
            }

            throw;
        }
    }

    /// <summary>Why a model cannot write what an instruction asks for, or null.</summary>
    public static Func<string, string?> Refusing(RunSettings settings) =>
        instruction => settings.Model == ModelCatalog.Embedded && !RunModels.IsEnglish(instruction) ? "the embedded model writes English only" : null;

    /// <summary>Whether a call failed because of the one row that it was about: it does not fit the model's context, or the endpoint's policy refuses it.</summary>
    public static bool IsOfRow(Exception e) => JudgeModels.Concerns(e) is not null;
}
