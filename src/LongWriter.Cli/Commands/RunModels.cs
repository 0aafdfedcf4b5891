using System.Text.RegularExpressions;
using LongWriter.Chat;
using LongWriter.Cli.Settings;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Providers.Pricing;
using LongWriter.Providers.Resilience;
using LongWriter.Runs;
using Microsoft.Extensions.AI;

namespace LongWriter.Cli.Commands;

/// <summary>The models of a run, the one that writes and, where it is another, the one that plans and sums up; and what they may spend together.</summary>
internal sealed partial class RunModels : IDisposable
{
    private readonly Surroundings _around;
    private readonly RunSettings _settings;
    private readonly OpenedModel _writer;
    private readonly OpenedModel? _planner;
    private readonly Budget _budget;
    private readonly PriceTable _prices;
    private readonly EndpointLimits _limits;

    private RunModels(Surroundings around, RunSettings settings, Budget budget, OpenedModel writer, OpenedModel? planner)
    {
        (_around, _settings, _budget, _writer, _planner) = (around, settings, budget, writer, planner);
        _limits = new EndpointLimits(time: around.Time);
        _prices = SettingSources.UserFile(around, "prices.json") is { } own ? PriceTable.Embedded.With(PriceTable.Load(own)) : PriceTable.Embedded;
        Options = new WriterOptions
        {
            Template = PromptTemplate.Find(settings.Template),
            Temperature = settings.Temperature,
            Strategy = settings.Strategy,
            History = settings.History,
            Layout = settings.Layout,
            Revises = settings.Revises,
            Context = writer.Context,
            SumsUpChapters = !(planner ?? writer).IsEmbedded,

            // Only a model of this machine can be kept from drawing what stands.
            SendsWritten = writer.Endpoint is null,
            MarksPrefix = writer.Endpoint is not null,
        };
    }

    public WriterOptions Options { get; }

    /// <summary>Whether a run is paid for, as far as this tool can tell.</summary>
    public bool AreHosted => (_writer.Endpoint ?? _planner?.Endpoint) is not null;

    /// <summary>The price of the model that writes, where it is known.</summary>
    public ModelPrice? Price => PriceOf(_settings.Model);

    public string Currency => _prices.Currency;

    /// <exception cref="UsageException">The embedded model is asked for another language than English.</exception>
    public static RunModels Open(Surroundings around, RunSettings settings, string instruction, Budget budget)
    {
        if (ModelCatalog.Embedded is var embedded && (settings.Model == embedded || settings.Planner == embedded) && !IsEnglish(instruction))
        {
            throw new UsageException($"the embedded model writes English only; put the instruction in English or name another model with {(settings.Model == embedded ? "--model" : "--planner")}");
        }

        var writer = ModelCatalog.Open(settings.Model, around.Variable, around.Time);
        OpenedModel? planner = null;
        try
        {
            planner = settings.Planner is { } named ? ModelCatalog.Open(named, around.Variable, around.Time) : null;
            return new RunModels(around, settings, budget, writer, planner);
        }
        catch
        {
            planner?.Dispose();
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens what planning needs and no more.</summary>
    /// <exception cref="UsageException">As for <see cref="Open"/>.</exception>
    public static RunModels OpenToPlan(Surroundings around, RunSettings settings, string instruction, Budget budget) =>
        Open(around, settings with { Model = settings.Planner ?? settings.Model, Planner = null }, instruction, budget);

    /// <param name="spent">Tokens that earlier attempts at the run have spent; they count against the budget.</param>
    /// <exception cref="UsageException">The cost is limited and a price is not known.</exception>
    public DocumentWriter Writer(TokenUsage? spent = null)
    {
        var writer = ForRun(_writer, _settings.Model);
        var planner = _planner is null ? null : ForRun(_planner, _settings.Planner!);
        if (spent is not null)
        {
            _budget.Add(spent, Price?.Cost(spent) ?? 0);
        }

        return new DocumentWriter(writer, Options, _around.Time, planner);
    }

    /// <summary>The model that writes, as a run uses it, for what is no document.</summary>
    public IChatClient Client() => ForRun(_writer, _settings.Model);

    /// <summary>Why the model cannot write what an instruction asks for, or null.</summary>
    public string? Refuses(string instruction) => _writer.IsEmbedded && !IsEnglish(instruction) ? "the embedded model writes English only" : null;

    public void Dispose()
    {
        _planner?.Dispose();
        _writer.Dispose();
    }

    private IChatClient ForRun(OpenedModel model, string name)
    {
        var price = PriceOf(name);
        if (_budget.MaxCost is not null && model.Endpoint is not null && price is null)
        {
            throw new UsageException($"--max-cost: the price of {name} is not known; put it in a prices.json beside the user's config.json (docs/formats/prices.md), or limit the run with --max-tokens");
        }

        return model.ForRun(_budget, model.Endpoint is null || price is null ? static _ => 0 : price.Cost, _limits, _around.Time);
    }

    /// <summary>By the model's own name: a URL before it says nothing of the price.</summary>
    private ModelPrice? PriceOf(string name) => _prices.Find(ModelName.Parse(name).Model);

    /// <summary>Whether the letters of a text are Latin in the main: names with other letters may stand in it.</summary>
    private static bool IsEnglish(string text)
    {
        var other = Other().Matches(text).Sum(match => match.Length);
        return other * 4 <= text.Count(char.IsLetter);
    }

    [GeneratedRegex(@"[\p{L}-[\u0000-\u024F]]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Other();
}
