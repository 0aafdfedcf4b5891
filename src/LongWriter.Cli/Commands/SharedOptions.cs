using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Cli.Settings;
using LongWriter.Prompts;
using LongWriter.Providers;
using LongWriter.Runs;
using LongWriter.Strategies;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Cli.Commands;

/// <summary>Options that <c>write</c> and <c>plan</c> have in common, and what is read from them.</summary>
internal sealed partial class SharedOptions(Surroundings around)
{
    private readonly Argument<string> _instruction = new("instruction") { Description = "what to write; - reads it from standard input" };
    private readonly Option<string?> _model = Setting.Model.ToOption("the model: nano (embedded), a .gguf file, PROVIDER/NAME or a URL", "-m");
    private readonly Option<string?> _planner = Setting.Planner.ToOption("the model that plans and sums up (default: the one that writes)");
    private readonly Option<int?> _words = new("--words") { Description = "length in words; wins over the instruction", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<string?> _template = Setting.Template.ToOption("prompts: ours, or those of the paper");
    private readonly Option<long?> _seed = new("--seed") { Description = "the same seed writes the same text (default: 0)", HelpName = "n", CustomParser = Values.Number<long> };
    private readonly Option<string?> _strategy = Setting.Strategy.ToOption("section by section, all sections at once, or one call");
    private readonly Option<string?> _context = Setting.Context.ToOption("what of the text goes along with a call: all of it, or a window with finished chapters summed up");
    private readonly Option<string?> _layout = Setting.Layout.ToOption("one prompt for each section, as the paper has it, or one conversation for all");
    private readonly Option<bool> _revise = new("--revise") { Description = "have every section criticised once and, where that finds something, written once more" };
    private readonly Option<string?> _temperature = Setting.Temperature.ToOption("sampling temperature, 0 to 2 (default: the model's own)");

    /// <summary>Adds what only writing needs.</summary>
    public void AddStrategyTo(Command command)
    {
        command.Add(_strategy);
        command.Add(_context);
        command.Add(_layout);
        command.Add(_revise);
    }

    public void AddTo(Command command)
    {
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
        command.Add(_planner);
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
            // The console's reader blocks whoever calls it, deaf to an interrupt.
            text = await Task.Run(() => around.Input.ReadToEnd(), cancellationToken).WaitAsync(cancellationToken);
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new UsageException("the instruction is empty; say what to write, for example: longwriter write \"Write a 2,000-word guide to growing herbs\"");
        }

        if (parsed.GetValue(_words) is (< 1 or > TargetLength.Most) and var words)
        {
            throw new UsageException($"--words {words}: ask for 1 to {TargetLength.Most} words");
        }

        return new WritingRequest(text.Trim()) { Words = parsed.GetValue(_words), Seed = parsed.GetValue(_seed) ?? 0 };
    }

    /// <summary>How the run is written, as its journal keeps it.</summary>
    /// <exception cref="UsageException">A setting cannot be used.</exception>
    public RunSettings Settings(ParseResult parsed)
    {
        var sources = new SettingSources(around);
        string? Resolve(Setting setting, Option<string?> option) => sources.Resolve(setting, parsed.GetValue(option)).Value;

        var model = Lasting(Resolve(Setting.Model, _model)!);
        var planner = Resolve(Setting.Planner, _planner) is { } named ? Lasting(named) : null;
        var template = PromptTemplate.Find(Resolve(Setting.Template, _template)!);
        var revises = parsed.GetValue(_revise);
        return new RunSettings(model)
        {
            // One that plans what it writes is opened once.
            Planner = planner == model ? null : planner,
            Template = template.Name,
            TemplateHash = new WriterOptions { Template = template, Revises = revises }.TemplateHash,
            Temperature = Resolve(Setting.Temperature, _temperature) is { } temperature ? float.Parse(temperature, CultureInfo.InvariantCulture) : null,
            Strategy = Enum.Parse<WritingStrategy>(Resolve(Setting.Strategy, _strategy)!, ignoreCase: true),
            History = Enum.Parse<HistoryPolicy>(Resolve(Setting.Context, _context)!, ignoreCase: true),
            Layout = Enum.Parse<WritingLayout>(Resolve(Setting.Layout, _layout)!, ignoreCase: true),
            Revises = revises,
        };
    }

    /// <summary>A model file by its full path, so that the run can be taken up from another folder.</summary>
    private static string Lasting(string model) => model != ModelCatalog.Embedded && File.Exists(model) ? Path.GetFullPath(model) : model;

    [GeneratedRegex(@"^--?[A-Za-z][\w-]*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex LooksLikeOption();
}
