using System.Text.RegularExpressions;
using LongWriter.Chat;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Providers.Pricing;
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
    private readonly Spending _spending;

    private RunModels(Surroundings around, RunSettings settings, Budget budget, OpenedModel writer, OpenedModel? planner)
    {
        (_around, _settings, _writer, _planner) = (around, settings, writer, planner);
        _spending = new Spending(around, budget);
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
    public ModelPrice? Price => _spending.PriceOf(_settings.Model);

    public string Currency => _spending.Currency;

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
    /// <param name="baselineTokens"><see cref="WriterOptions.BaselineTokens"/>.</param>
    /// <exception cref="UsageException">The cost is limited and a price is not known.</exception>
    public DocumentWriter Writer(TokenUsage? spent = null, int? baselineTokens = null)
    {
        var writer = _spending.ClientOf(_writer, _settings.Model);
        var planner = _planner is null ? null : _spending.ClientOf(_planner, _settings.Planner!);
        if (spent is not null)
        {
            AddPast(spent);
        }

        return new DocumentWriter(writer, Options with { BaselineTokens = baselineTokens }, _around.Time, planner);
    }

    /// <summary>Counts what earlier attempts at the run have spent on the model that writes.</summary>
    public void AddPast(TokenUsage spent) => _spending.AddPast(spent, _settings.Model);

    /// <summary>The model that writes, as a run uses it, for what is no document.</summary>
    public IChatClient Client() => _spending.ClientOf(_writer, _settings.Model);

    public void Dispose()
    {
        _planner?.Dispose();
        _writer.Dispose();
    }

    /// <summary>Whether the letters of a text are Latin in the main: names with other letters may stand in it.</summary>
    public static bool IsEnglish(string text)
    {
        var other = Other().Matches(text).Sum(match => match.Length);
        return other * 4 <= text.Count(char.IsLetter);
    }

    [GeneratedRegex(@"[\p{L}-[\u0000-\u024F]]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Other();
}
