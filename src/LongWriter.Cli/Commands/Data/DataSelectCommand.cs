using System.CommandLine;
using LongWriter.Cli.Rendering;
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
        var words = new Option<int?>("--min-words") { Description = "words that an instruction has to need (default: 2000)", HelpName = "n", CustomParser = Values.Number<int> };
        var languages = new Option<string?>("--languages") { Description = "en, zh, or both (default: en,zh)", HelpName = "list" };
        var column = new Option<string?>("--column") { Description = "the column with the prompts or chats (default: found by its name)", HelpName = "name" };
        var bad = DataFiles.Bad();
        var selector = new Option<string?>("--selector") { Description = "a model that says of instructions that state no length whether they need so many words (default: none, such rows are passed over)", HelpName = "model" };
        var concurrency = new Option<int?>("--concurrency") { Description = "questions to the selector at once (default: 8)", HelpName = "n", CustomParser = Values.Number<int> };
        var consent = new Consent();
        var budget = new BudgetOptions();
        var command = new Verb("select", "Select from logs the instructions that need a long text.", """
            Examples:
              longwriter data select --in wildchat-0.parquet wildchat-1.parquet -o selected.jsonl
              longwriter data select --in log.jsonl -o selected.jsonl --selector openai/gpt-5-mini --max-cost 5

            Beside selected.jsonl: selected.verdicts.jsonl with the reason for every row that is not in it,
            selected.lengths.json with the lengths that people asked for, and the selector's answers,
            which are not paid for twice when a selection is stopped and started again.
            """)
        {
            input, output, words, languages, column, bad, selector, concurrency,
        };
        consent.AddTo(command);
        budget.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var files = parsed.GetValue(input)!.Select(Path.GetFullPath).ToList();
            var path = parsed.GetValue(output)!.FullName;
            if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || files.Contains(path, StringComparer.Ordinal))
            {
                throw new UsageException($"--output {path}: name a .jsonl file that is none of those read");
            }

            var options = new SelectionOptions
            {
                MinWords = parsed.InRange(words, 1, TargetLength.Most) ?? 2000,
                Languages = Languages(parsed.GetValue(languages) ?? "en,zh"),
                Column = parsed.GetValue(column),
                RefusesBadRows = parsed.GetValue(bad) == DataFiles.Refuse,
                Concurrency = parsed.InRange(concurrency, 1, 1000) ?? 8,
            };
            var model = parsed.GetValue(selector);
            using var models = model is null ? null : RunModels.Open(around, new RunSettings(model), "", budget.Read(parsed));
            if (models?.AreHosted == true && !await consent.AskAsync(around, parsed, cancellationToken))
            {
                await around.Error.WriteLineAsync("nothing was selected");
                return ExitCodes.Done;
            }

            using var client = models?.Client();
            var selection = new Selection(files, options, client, model ?? "");
            var shown = new SelectProgress(around.Error, around.Time);
            SelectionResult result;
            try
            {
                result = await selection.RunAsync(path, shown, cancellationToken);
            }
            finally
            {
                shown.Close();
            }

            await around.Output.WriteLineAsync(result.Lengths.ToMarkdown().TrimEnd());
            if (selection.FirstBad is { } first)
            {
                await around.Error.WriteLineAsync($"{Counted.Of(result.Counts[Reason.BadRow], "row")} cannot be read, the first: {first}");
            }

            await around.Error.WriteLineAsync($"{Counted.Of(result.Rows, "row")}: {ReasonText.Of(result.Counts)} → {path}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static string[] Languages(string list)
    {
        var languages = list.Split(',', StringSplitOptions.TrimEntries);
        return languages.All(language => language is "en" or "zh") ? languages : throw new UsageException($"--languages {list}: give en, zh or en,zh");
    }
}
