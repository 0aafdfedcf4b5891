using System.CommandLine;
using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Comparing;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval compare</c></summary>
internal static class CompareCommand
{
    public static Command Create(Surroundings around)
    {
        var folders = new Argument<string[]>("folder") { Description = "folders of two evaluations or more of the same suite", HelpName = "folder", Arity = new ArgumentArity(2, 100) };
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of text" };
        var command = new Verb("compare", "Set evaluations side by side, prompt by prompt, with paired tests.", """
            Examples:
              longwriter eval compare runs/direct runs/agentwrite runs/parallel

            Only prompts that all of them have are compared. Each pair of runs is tested by
            Wilcoxon's signed-rank test, corrected after Holm for their number.
            """)
        {
            folders,
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var comparison = Comparison.Of(Score(parsed.GetRequiredValue(folders), cancellationToken));
            if (parsed.GetValue(json))
            {
                await around.Output.WriteLineAsync(JsonSerializer.Serialize(comparison, EventJson.Options));
            }
            else
            {
                ComparisonText.Write(comparison, around.Output);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static List<(string Name, ScoreReport Report)> Score(string[] paths, CancellationToken cancellationToken)
    {
        var runs = new List<(string Name, ScoreReport Report)>();
        foreach (var path in paths)
        {
            using var folder = EvaluationFolder.Open(path);
            runs.Add((folder.Name, new Scorer().Score(folder, cancellationToken: cancellationToken)));
        }

        // By the folders' own names where these tell them apart.
        return runs.DistinctBy(run => run.Name, StringComparer.Ordinal).Count() == runs.Count ? runs : [.. paths.Zip(runs, (path, run) => (path, run.Report))];
    }
}
