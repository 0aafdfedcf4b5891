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
        var folders = new Argument<string[]>("DIR") { Description = "the folders of two or more evaluations of one suite", HelpName = "DIR", Arity = new ArgumentArity(2, 100) };
        var json = new Option<bool>("--json") { Description = "print the comparison as one object" };
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
        // By the folder's own name where that tells them apart.
        var names = paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(path))).ToList();
        var tellApart = names.Distinct(StringComparer.Ordinal).Count() == names.Count;
        var runs = new List<(string, ScoreReport)>();
        foreach (var (i, path) in paths.Index())
        {
            using var folder = EvaluationFolder.Open(path);
            runs.Add((tellApart ? names[i] : path, new Scorer().Score(folder, cancellationToken: cancellationToken)));
        }

        return runs;
    }
}
