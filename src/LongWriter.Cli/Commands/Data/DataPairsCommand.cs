using System.CommandLine;
using LongWriter.Cli.Commands.Eval;
using LongWriter.Cli.Rendering;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Pairing;
using LongWriter.Datasets.Rows;
using LongWriter.Evaluation.Judging;
using LongWriter.Strategies;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data pairs</c></summary>
internal static class DataPairsCommand
{
    public static Command Create(Surroundings around)
    {
        var options = new DataOptions(around);
        var file = DataFiles.Out("file of pairs, .jsonl or .parquet; card, evidence and work go beside it");
        var judge = new Option<string>("--judge") { Description = "the model that judges, or none: ranks by S_l, repetition and plan coverage", HelpName = "model|none", Required = true };
        var samples = new Option<int?>("--samples", "-k") { Description = "answers for each instruction, 2 to 62 (default: 4)", HelpName = "n", CustomParser = Values.Number<int> };
        var strategy = new Option<string?>("--strategy") { Description = "one call, or section by section (default: direct)", HelpName = "direct|agentwrite" };
        strategy.AcceptOnlyFromAmong("direct", "agentwrite");
        var command = new Verb("pairs", "Sample answers to instructions, score them, and pair the best with a worse one.", """
            Examples:
              longwriter data pairs --in instructions.jsonl -o pairs.jsonl -m my.gguf --judge openai/gpt-5
              longwriter data pairs --in instructions.jsonl -o pairs.parquet -m my.gguf --judge none -k 8

            Ties and answers without a score are left out; pairs.evidence.jsonl has every score and the
            reason for every instruction that is no pair. Stopped at any point, the same command goes on.
            """);
        options.AddTo(command);
        command.Add(file);
        command.Add(judge);
        command.Add(samples);
        command.Add(strategy);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var source = await options.InAsync(parsed, cancellationToken);
            var output = DataFiles.RowsOut(parsed.GetValue(file)!.FullName, source);
            var count = parsed.InRange(samples, 2, 62) ?? 4;
            var settings = options.Settings(parsed, Enum.Parse<WritingStrategy>(parsed.GetValue(strategy) ?? "direct", ignoreCase: true));
            var concurrency = options.Concurrency(parsed);
            var named = parsed.GetValue(judge)!;
            var budget = options.Budget(parsed);
            using var judges = named == "none" ? null : JudgeModels.Open(around, [named], new Spending(around, budget));
            var answerJudge = judges is null ? null : new QualityJudge(judges.Judges[0], new JudgeOptions { Seed = options.Seed(parsed), Concerns = JudgeModels.Concerns });
            var info = new BuildInfo(Path.GetFileName(source), await DataFile.HashAsync(source, cancellationToken), settings, "", Variant.Plain, options.Seed(parsed))
            {
                Samples = count,
                Judge = named,
                JudgeHash = answerJudge?.TemplateHash,
                Created = around.Time.GetUtcNow(),
            };
            using var work = BuildFolder.Open(PairBuild.Work(output), info);
            using var models = await options.OpenAsync(parsed, settings, budget, asks: judges is not null && !File.Exists(named), cancellationToken);
            if (models is null)
            {
                return ExitCodes.Done;
            }

            var author = Author.Writing(models.Writer(), settings, around.Time, DataOptions.IsOfRow);
            var build = new PairBuild(source, work, author, answerJudge, DataOptions.Refusing(settings));
            var result = await options.RunAsync(progress => build.RunAsync(output, concurrency, progress, cancellationToken));
            await around.Error.WriteLineAsync($"{Counted.Of(result.Rows, "instruction")}: {ReasonText.Of(result.Counts)} → {output}");
            return ExitCodes.Done;
        });
        return command;
    }
}
