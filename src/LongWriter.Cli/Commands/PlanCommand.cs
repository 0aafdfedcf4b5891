using System.CommandLine;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter plan</c></summary>
internal static class PlanCommand
{
    public static Command Create(TextReader input, TextWriter output, TextWriter error)
    {
        var shared = new SharedOptions(input);
        var file = new Option<FileInfo?>("--output", "-o") { Description = "file to write the plan to (default: standard output)", CustomParser = Values.File };
        var command = new Command("plan", "Plan a document without writing it. The file can be edited and given to write with --plan.\n\nExamples:\n  longwriter plan \"Write a 5,000-word guide to old bridges\" -o bridges.plan\n  longwriter write \"Write a 5,000-word guide to old bridges\" --plan bridges.plan -o bridges.md");
        shared.AddTo(command);
        command.Add(file);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = await shared.RequestAsync(parsed, cancellationToken);
            var target = parsed.GetValue(file) is { } path ? OutputFile.Open(path.FullName) : null;
            using var model = shared.Open(parsed, request);
            PlanReady? planned = null;
            await foreach (var happened in new DocumentWriter(model.Client, SharedOptions.Writer(shared.Settings(parsed), model)).PlanAsync(request, cancellationToken))
            {
                planned = happened as PlanReady;
                if (happened is PlanRepaired repair)
                {
                    await error.WriteLineAsync($"plan repaired: {repair.Reason}");
                }
            }

            var ready = planned!;

            if (target is null)
            {
                await output.WriteLineAsync(ready.Plan.ToString());
            }
            else
            {
                target.Save(ready.Plan + "\n");
                await error.WriteLineAsync($"{ready.Plan.Steps.Count} sections, {ready.Plan.Words:N0} words → {target.Path}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
