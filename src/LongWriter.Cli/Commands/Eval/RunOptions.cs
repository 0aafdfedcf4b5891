using System.CommandLine;
using System.Globalization;
using LongWriter.Cli.Settings;
using LongWriter.Evaluation.Suites;
using LongWriter.Prompts;
using LongWriter.Runs;
using LongWriter.Strategies;

namespace LongWriter.Cli.Commands.Eval;

/// <summary>What <c>eval run</c> is to measure, as its options say it.</summary>
/// <param name="Concurrency">Answers under way at once, or null for what suits the model.</param>
/// <param name="BaselineTokens">The most tokens of an answer of the direct strategy; null for the others.</param>
/// <param name="Limit">The first so many prompts, or null for all.</param>
/// <param name="Language">en, zh, or null for both.</param>
internal sealed record RunChoices(string Suite, RunSettings Settings, int Samples, int? Concurrency, int? BaselineTokens, long Seed, int? Limit, string? Language, string Folder);

/// <summary>The options of <c>eval run</c>. Of the settings that files and the environment may hold only the model counts: a measurement is what its command says.</summary>
internal sealed class RunOptions
{
    /// <summary>The paper's (section 4.1): answers of at most so many tokens, drawn at that temperature.</summary>
    private const int StandardTokens = 32_768;
    private const string StandardTemperature = "0.5";

    private readonly Surroundings _around;
    private readonly Option<string> _suite = new("--suite", "-s") { Required = true, HelpName = "name|file", Description = $"the prompts: {string.Join(", ", SuiteCatalog.Names)}, or a .jsonl file" };
    private readonly Option<string?> _model = Setting.Model.ToOption("the model: nano (embedded), a .gguf file, PROVIDER/NAME or a URL", "-m");
    private readonly Option<string?> _strategy = Setting.Strategy.ToOption("section by section, all sections at once, or one call: the paper's baseline");
    private readonly Option<string?> _template = Setting.Template.ToOption("prompts of the strategies that plan: ours, or those of the paper");
    private readonly Option<int?> _samples = new("--samples") { Description = "answers to each prompt (default: 1)", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<string?> _temperature = Setting.Temperature.ToOption($"sampling temperature, 0 to 2 (default: {StandardTemperature})");
    private readonly Option<int?> _tokens = new("--max-new-tokens") { Description = $"the most tokens of an answer, with --strategy direct (default: {StandardTokens})", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<long?> _seed = new("--seed") { Description = "the same seed draws the same answers, where the model can (default: 0)", HelpName = "n", CustomParser = Values.Number<long> };
    private readonly Option<string?> _language = new("--language") { Description = "only the suite's English or only its Chinese prompts", HelpName = "en|zh" };
    private readonly Option<int?> _limit = new("--limit") { Description = "only the first so many prompts", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "answers under way at once (default: 4 of a hosted model, 1 of one here)", HelpName = "n", CustomParser = Values.Number<int> };
    private readonly Option<FileInfo> _folder = new("--output", "-o") { Required = true, Description = "the evaluation's folder; one that stands is gone on with", HelpName = "folder", CustomParser = Values.File! };

    public RunOptions(Surroundings around)
    {
        _around = around;
        _suite.CompletionSources.Add(context => SuiteCatalog.Names.Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal)).Select(name => new System.CommandLine.Completions.CompletionItem(name)));
        _language.AcceptOnlyFromAmong("en", "zh");
    }

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_suite, _model, _strategy, _template, _samples, _temperature, _tokens, _seed, _language, _limit, _concurrency, _folder])
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">A value cannot be used.</exception>
    public RunChoices Read(ParseResult parsed)
    {
        var strategy = Enum.Parse<WritingStrategy>(parsed.GetValue(_strategy) ?? Setting.Strategy.Default!, ignoreCase: true);
        var template = PromptTemplate.Find(parsed.GetValue(_template) ?? Setting.Template.Default!);
        var settings = new RunSettings(new SettingSources(_around).Resolve(Setting.Model, parsed.GetValue(_model)).Value!)
        {
            Template = template.Name,
            TemplateHash = strategy == WritingStrategy.Direct ? "" : new WriterOptions { Template = template }.TemplateHash,
            Temperature = float.Parse(parsed.GetValue(_temperature) ?? StandardTemperature, CultureInfo.InvariantCulture),
            Strategy = strategy,
        };
        var tokens = parsed.InRange(_tokens, 1, 10_000_000);
        return tokens is not null && strategy != WritingStrategy.Direct
            ? throw new UsageException("--max-new-tokens goes with --strategy direct; sections have room by their length")
            : new RunChoices(parsed.GetValue(_suite)!, settings, parsed.InRange(_samples, 1, 1000) ?? 1, parsed.InRange(_concurrency, 1, 256), strategy == WritingStrategy.Direct ? tokens ?? StandardTokens : null, parsed.GetValue(_seed) ?? 0, parsed.InRange(_limit, 1, int.MaxValue), parsed.GetValue(_language), parsed.GetValue(_folder)!.FullName);
    }
}
