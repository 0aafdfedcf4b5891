using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Rows;
using LongWriter.Strategies;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data build</c></summary>
internal static class DataBuildCommand
{
    public static Command Create(Surroundings around)
    {
        var options = new DataOptions(around);
        var folder = new Option<DirectoryInfo>("--output", "-o") { Description = "folder of the data set, and of the work on it", HelpName = "folder", Required = true };
        var recipe = new Option<string?>("--recipe") { Description = "which rows are taken: 6k, as the paper's set, or strict, one stated length and S_l of 80 or more (default: 6k)", HelpName = "6k|strict" };
        recipe.AcceptOnlyFromAmong("6k", "strict");
        var variant = new Option<string?>("--variant") { Description = "plan: the answer opens with its plan; backtranslate: the rows' texts are kept and instructions written for them", HelpName = "plan|backtranslate" };
        variant.AcceptOnlyFromAmong("plan", "backtranslate");
        var command = new Verb("build", "Write long answers to a file of instructions, and keep the good ones.", """
            Examples:
              longwriter data build --in instructions.jsonl -o set -m anthropic/claude-sonnet-5 --concurrency 16
              longwriter data build --in instructions.jsonl -o set -m my.gguf --recipe strict --seed 1
              longwriter data build --in texts.jsonl -o set -m openai/gpt-5 --variant backtranslate

            The folder holds data.jsonl and data.parquet, a verdict with its reason for every row that
            came in (verdicts.jsonl), and the data card (README.md). Stopped at any point, the same
            command goes on: nothing is paid for twice, and the same bytes come out.
            """);
        options.AddTo(command);
        command.Add(folder);
        command.Add(recipe);
        command.Add(variant);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = await options.InAsync(parsed, cancellationToken);
            var settings = options.Settings(parsed, WritingStrategy.AgentWrite);
            var kind = parsed.GetValue(variant) switch { "plan" => Variant.Plan, "backtranslate" => Variant.Backtranslate, _ => Variant.Plain };
            settings = kind == Variant.Backtranslate ? settings with { TemplateHash = Author.BacktranslationHash } : settings;
            var concurrency = options.Concurrency(parsed);
            var info = new BuildInfo(Path.GetFileName(source), await DataFile.HashAsync(source, cancellationToken), settings, parsed.GetValue(recipe) ?? "6k", kind, options.Seed(parsed)) { Created = around.Time.GetUtcNow() };
            using var work = BuildFolder.Open(parsed.GetValue(folder)!.FullName, info);
            using var models = await options.OpenAsync(parsed, settings, options.Budget(parsed), asks: false, cancellationToken);
            if (models is null)
            {
                return ExitCodes.Done;
            }

            var author = kind == Variant.Backtranslate ? Author.Backtranslating(models.Client(), DataOptions.IsOfRow) : Author.Writing(models.Writer(), settings, around.Time, DataOptions.IsOfRow);
            var build = new DatasetBuild(source, work, author, DataOptions.Refusing(settings));
            var result = await options.RunAsync(progress => build.RunAsync(concurrency, progress, cancellationToken));
            await around.Error.WriteLineAsync($"{Counted.Of(result.Rows, "row")}: {ReasonText.Of(result.Counts)}; {Counted.Of(result.Words, "word")} → {work.Path}");
            return ExitCodes.Done;
        });
        return command;
    }
}
