using System.CommandLine;
using System.Globalization;
using LongWriter.Datasets;
using LongWriter.Datasets.Selecting;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data select</c></summary>
internal static class DataSelectCommand
{
    public static Command Create(Surroundings around)
    {
        var input = new Option<string[]>("--in") { Description = "logs of chats or prompts: .jsonl, .parquet, .csv, .tsv; one or more, in the order in which they count", HelpName = "file", Required = true, Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
        var output = DataFiles.Out("file to write, .jsonl");
        var words = new Option<int?>("--min-words") { Description = "words that an instruction has to need (default: 2000)", CustomParser = Values.Number<int> };
        var languages = new Option<string?>("--languages") { Description = "en, zh, or both (default: en,zh)", HelpName = "list" };
        var column = new Option<string?>("--column") { Description = "the column with the prompts or chats (default: found by its name)", HelpName = "name" };
        var bad = DataFiles.Bad();
        var selector = new Option<string?>("--selector") { Description = "a model that says of instructions that state no length whether they need so many words (default: none, such rows are passed over)", HelpName = "model" };
        var concurrency = new Option<int?>("--concurrency") { Description = "questions to the selector at once (default: 8)", CustomParser = Values.Number<int> };
        var yes = new Option<bool>("--yes", "-y") { Description = "do not ask before a hosted model is called" };
        var budget = new BudgetOptions();
        var command = new Verb("select", "Select from logs the instructions that need a long text.", """
            Examples:
              longwriter data select --in wildchat-0.parquet wildchat-1.parquet --out selected.jsonl
              longwriter data select --in log.jsonl --out selected.jsonl --selector openai/gpt-5-mini --max-cost 5

            Beside selected.jsonl: selected.verdicts.jsonl with the reason for every row that is not in it,
            selected.lengths.json with the lengths that people asked for, and the selector's answers,
            which are not paid for twice when a selection is stopped and started again.
            """)
        {
            input, output, words, languages, column, bad, selector, concurrency, yes,
        };
        budget.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = parsed.GetValue(input)!.Select(Path.GetFullPath).ToList();
            var path = parsed.GetValue(output)!.FullName;
            if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || files.Contains(path, StringComparer.Ordinal))
            {
                throw new UsageException($"--out {path}: name a .jsonl file that is none of those read");
            }

            var options = new SelectionOptions
            {
                MinWords = Within("--min-words", parsed.GetValue(words) ?? 2000, TargetLength.Most),
                Languages = Languages(parsed.GetValue(languages) ?? "en,zh"),
                Column = parsed.GetValue(column),
                RefusesBadRows = parsed.GetValue(bad) == DataFiles.Refuse,
                Concurrency = Within("--concurrency", parsed.GetValue(concurrency) ?? 8, 1000),
            };
            var model = parsed.GetValue(selector);
            using var models = model is null ? null : RunModels.Open(around, new RunSettings(model), "", budget.Read(parsed));
            if (models?.AreHosted == true && !await Consent.AskAsync(around, parsed.GetValue(yes), cancellationToken))
            {
                await around.Error.WriteLineAsync("nothing was selected");
                return ExitCodes.Done;
            }

            using var client = models?.Client();
            var selection = new Selection(files, options, client, model ?? "");
            var result = await selection.RunAsync(path, new SelectProgress(around), cancellationToken);
            await around.Output.WriteLineAsync(result.Lengths.ToMarkdown().TrimEnd());
            if (selection.FirstBad is { } first)
            {
                await around.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Counts[Reason.BadRow]:N0} rows cannot be read, the first: {first}"));
            }

            await around.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows: {DataProgress.Counts(result.Counts)} → {path}"));
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Within(string option, int value, int most) => value >= 1 && value <= most ? value : throw new UsageException($"{option} {value}: give 1 to {most}");

    private static string[] Languages(string list)
    {
        var languages = list.Split(',', StringSplitOptions.TrimEntries);
        return languages.All(language => language is "en" or "zh") ? languages : throw new UsageException($"--languages {list}: give en, zh or en,zh");
    }
}
