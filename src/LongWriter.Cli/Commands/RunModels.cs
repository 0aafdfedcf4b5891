using System.Text.RegularExpressions;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands;

/// <summary>The models of a run: the one that writes and, where it is another, the one that plans and sums up.</summary>
internal sealed partial class RunModels : IDisposable
{
    private readonly RunSettings _settings;
    private readonly OpenedModel _writer;
    private readonly OpenedModel? _planner;

    private RunModels(RunSettings settings, OpenedModel writer, OpenedModel? planner) => (_settings, _writer, _planner) = (settings, writer, planner);

    /// <exception cref="UsageException">The embedded model is asked for another language than English.</exception>
    public static RunModels Open(RunSettings settings, string instruction)
    {
        if (ModelCatalog.Embedded is var embedded && (settings.Model == embedded || settings.Planner == embedded) && !IsEnglish(instruction))
        {
            throw new UsageException($"the embedded model writes English only; put the instruction in English or name another model with {(settings.Model == embedded ? "--model" : "--planner")}");
        }

        var writer = ModelCatalog.Open(settings.Model);
        try
        {
            return new RunModels(settings, writer, settings.Planner is { } planner ? ModelCatalog.Open(planner) : null);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Opens what planning needs and no more.</summary>
    /// <exception cref="UsageException">As for <see cref="Open"/>.</exception>
    public static RunModels OpenToPlan(RunSettings settings, string instruction) => Open(settings with { Model = settings.Planner ?? settings.Model, Planner = null }, instruction);

    public DocumentWriter Writer(TimeProvider time) => new(
        _writer.Client,
        new WriterOptions
        {
            Template = PromptTemplate.Find(_settings.Template),
            Temperature = _settings.Temperature,
            Strategy = _settings.Strategy,
            History = _settings.History,
            Context = _writer.Context,
            SumsUpChapters = !(_planner ?? _writer).IsEmbedded,
            SendsWritten = true,
        },
        time,
        _planner?.Client);

    public void Dispose()
    {
        _planner?.Dispose();
        _writer.Dispose();
    }

    /// <summary>Whether the letters of a text are Latin in the main: names with other letters may stand in it.</summary>
    private static bool IsEnglish(string text)
    {
        var other = Other().Matches(text).Sum(match => match.Length);
        return other * 4 <= text.Count(char.IsLetter);
    }

    [GeneratedRegex(@"[\p{L}-[\u0000-\u024F]]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Other();
}
