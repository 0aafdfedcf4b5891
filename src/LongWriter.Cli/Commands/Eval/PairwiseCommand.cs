using System.CommandLine;
using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Pairwise;
using LongWriter.Evaluation.Running;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval pairwise</c></summary>
internal sealed class PairwiseCommand(Surroundings around)
{
    private readonly Argument<DirectoryInfo[]> _folders = new("folder") { HelpName = "folder", Description = "folders of two evaluations or more of the same suite", Arity = new ArgumentArity(2, 64) };
    private readonly JudgeOption _shared = new();
    private readonly Option<bool> _json = new("--json") { Description = "print one JSON object instead of text" };

    public static Command Create(Surroundings around)
    {
        var pairwise = new PairwiseCommand(around);
        var command = new Verb("pairwise", "Have models say which of two texts is better, run against run.", """
            Examples:
              longwriter eval pairwise base tuned --judge openai/gpt-4o-2024-05-13

            Every item is compared in both orders. An item is won where both orders agree;
            where they do not, it is a tie. Comparisons are kept in pairwise.jsonl in the
            first folder as they come: given again, the same command goes on.
            """)
        {
            pairwise._folders,
        };
        pairwise._shared.AddTo(command);
        command.Add(pairwise._json);
        command.SetAction(pairwise.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (names, concurrency, temperature, quiet, budget) = _shared.Read(parsed);
        var folders = parsed.GetValue(_folders)!;
        var runs = new List<PairedRun>();
        foreach (var path in folders)
        {
            using var folder = EvaluationFolder.Open(path.FullName);
            runs.Add(new PairedRun(folder.Name, [.. folder.Predictions]));
        }

        if (runs.GroupBy(run => run.Name, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { Key: var twice })
        {
            throw new UsageException($"two of the folders are called {twice}; runs are told apart by the names of their folders: rename one");
        }

        var spending = new Spending(around, budget);
        using var models = JudgeModels.Open(around, names, spending);
        using var file = PairwiseFile.Open(folders[0].FullName);
        var compared = runs.Select(run => run.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var past in file.Past.Where(past => past.Usage is not null && names.Contains(past.Judge, StringComparer.Ordinal) && compared.Contains(past.First) && compared.Contains(past.Second)))
        {
            spending.AddPast(past.Usage!, past.Judge);
        }

        var options = new JudgeOptions { Temperature = temperature, Concerns = JudgeModels.Concerns };
        var made = await CompareAsync(new PairRun(options, concurrency), runs, models.Judges, file, quiet, cancellationToken);
        var matrix = WinMatrix.Of([.. runs.Select(run => run.Name)], made);
        await (parsed.GetValue(_json) ? around.Output.WriteLineAsync(JsonSerializer.Serialize(matrix, EventJson.Options)) : new WinText(around.Output).WriteAsync(matrix));
        return ExitCodes.Done;
    }

    private async Task<IReadOnlyList<PairJudgement>> CompareAsync(PairRun run, List<PairedRun> runs, IReadOnlyList<Judge> judges, RecordFile<PairJudgement> file, bool quiet, CancellationToken cancellationToken)
    {
        var shown = new CountProgress(around.Error, around.Time, "compared");
        try
        {
            var made = await run.RunAsync(runs, judges, file.Past, file.Append, (done, total, before) =>
            {
                if (!quiet)
                {
                    shown.Show(done, total, before);
                }
            }, cancellationToken);
            shown.Close();
            return made;
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{e.Message.Split(" (Parameter", 2)[0]}; name evaluations of the same suite", e);
        }
        catch (Exception e)
        {
            shown.Close();
            await around.Error.WriteLineAsync($"{(e is OperationCanceledException ? "interrupted" : "stopped")}; the same command goes on");
            throw;
        }
    }
}
