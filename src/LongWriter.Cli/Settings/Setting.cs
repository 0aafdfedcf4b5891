using System.CommandLine;
using System.Globalization;
using LongWriter.Cli.Completion;
using LongWriter.Cli.Rendering;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Strategies;
using LongWriter.Writing;

namespace LongWriter.Cli.Settings;

/// <summary>
/// Something that an option, the environment or a file may say: the same name and the same values wherever it is said.
/// Where it is said counts in this order: option, variable, project file, user file, default.
/// </summary>
internal sealed class Setting
{
    private const int MostShown = 60;

    private Setting(string name, string? standard, Func<string, string?> problem) => (Name, Default, Problem) = (name, standard, problem);

    public static Setting Model { get; } = NameOfModel("model", ModelCatalog.Embedded);

    public static Setting Planner { get; } = NameOfModel("planner", null);

    public static Setting Template { get; } = OneOf("template", PromptTemplate.LongWriter.Name, PromptTemplate.Paper.Name);

    public static Setting Strategy { get; } = OneOf("strategy", Enum.GetNames<WritingStrategy>());

    public static Setting Context { get; } = OneOf("context", Enum.GetNames<HistoryPolicy>());

    public static Setting Layout { get; } = OneOf("layout", Enum.GetNames<WritingLayout>());

    public static Setting Temperature { get; } = Number("temperature", 0, 2);

    /// <summary>All there are, in the order in which they are shown.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Model, Planner, Template, Strategy, Context, Layout, Temperature];

    /// <summary>As files have it.</summary>
    public string Name { get; }

    public string? Default { get; }

    /// <summary>What is wrong with a value, or null: one sentence that says what is possible.</summary>
    public Func<string, string?> Problem { get; }

    /// <summary>Whether files have it as a number; else as text.</summary>
    public bool IsNumber { get; private init; }

    /// <summary>Whether its value may be a file, which is then meant from where it is said.</summary>
    public bool MayBeFile { get; private init; }

    private string[] Choices { get; init; } = [];

    /// <summary>As it is called on the command line.</summary>
    public string OptionName => "--" + Name;

    /// <summary>As it is called in the environment.</summary>
    public string Variable => "LONGWRITER_" + Name.Replace('-', '_').ToUpperInvariant();

    /// <summary>A value in a message: one line of bounded length, in quotes where it would not be seen as one word.</summary>
    public static string Shown(string value)
    {
        var shown = Printable.Of(value.Length <= MostShown ? value : value[..MostShown] + "…");
        return shown.Length == 0 || shown.Contains(' ', StringComparison.Ordinal) ? $"\"{shown}\"" : shown;
    }

    /// <summary>The option of this name; null where it is not given.</summary>
    public Option<string?> ToOption(string description, params string[] aliases)
    {
        var option = new Option<string?>(OptionName, aliases)
        {
            Description = Default is null ? description : $"{description} (default: {Default})",
            HelpName = Choices.Length > 0 ? string.Join('|', Choices) : Name,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && Problem(value) is { } problem)
            {
                result.AddError($"{OptionName} {Shown(value)}: {problem}");
            }
        });
        option.CompletionSources.Add(Choices);
        if (MayBeFile)
        {
            option.CompletionSources.Add(context => ModelNames.Beginning(context.WordToComplete));
        }

        return option;
    }

    private static Setting NameOfModel(string name, string? standard) =>
        new(name, standard, value => string.IsNullOrWhiteSpace(value) ? $"name a .gguf file, {ModelCatalog.Embedded} for the embedded model, or a hosted one as PROVIDER/MODEL" : null) { MayBeFile = true };

    /// <param name="choices">Those there are; the first is the default.</param>
    private static Setting OneOf(string name, params string[] choices)
    {
        choices = [.. choices.Select(choice => choice.ToLowerInvariant())];
        return new(name, choices[0], value => choices.Contains(value, StringComparer.Ordinal) ? null : $"there is none of that name; {string.Join(", ", choices[..^1])} and {choices[^1]} are possible") { Choices = choices };
    }

    private static Setting Number(string name, double least, double most) => new(
        name,
        null,
        value => !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? "this is no number that can be used"
            : number >= least && number <= most ? null
            : $"{least} to {most} is possible") { IsNumber = true };
}
