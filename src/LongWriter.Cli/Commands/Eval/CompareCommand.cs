using System.CommandLine;
using System.Text.Json;
using LongWriter.Cli.Rendering;
using LongWriter.Evaluation.Comparing;
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

            Only prompts that all of them have are compared; S_q and S̄ by those alone that
            are judged in all. Each pair of runs is tested by Wilcoxon's signed-rank test,
            corrected after Holm for their number. Nothing is written to the folders.
            """)
        {
            folders,
            json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var paths = parsed.GetRequiredValue(folders);
            Comparison comparison;
            using (var progress = PatientProgress.OfScoring(around, paths))
            {
                comparison = Comparison.Read(paths, progress, cancellationToken);
            }

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
}
