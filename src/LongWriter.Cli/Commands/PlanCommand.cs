using System.CommandLine;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter plan</c></summary>
internal static class PlanCommand
{
    public static Command Create(Surroundings around)
    {
        var shared = new SharedOptions(around);
        var file = new Option<FileInfo?>("--output", "-o") { Description = "file to write the plan to (default: standard output)", HelpName = "file", CustomParser = Values.File };
        var command = new Verb("plan", "Plan a document without writing it; the plan can be edited and given to write.", """
            Examples:
              longwriter plan "Write a 5,000-word guide to old bridges" -o bridges.plan
              longwriter write "Write a 5,000-word guide to old bridges" --plan bridges.plan -o bridges.md
            """);
        shared.AddTo(command);
        command.Add(file);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var request = await shared.RequestAsync(parsed, cancellationToken);
            var target = parsed.GetValue(file) is { } path ? OutputFile.Open(path.FullName) : null;
            using var models = RunModels.OpenToPlan(shared.Settings(parsed), request.Instruction);
            PlanReady? planned = null;
            await foreach (var happened in models.Writer(around.Time).PlanAsync(request, cancellationToken))
            {
                planned = happened as PlanReady;
                if (happened is PlanRepaired repair)
                {
                    await around.Error.WriteLineAsync($"plan repaired: {repair.Reason}");
                }
            }

            var ready = planned!;

            if (target is null)
            {
                await around.Output.WriteLineAsync(ready.Plan.ToString());
            }
            else
            {
                target.Save(ready.Plan + "\n");
                await around.Error.WriteLineAsync($"{ready.Plan.Steps.Count} sections, {ready.Plan.Words:N0} words → {target.Path}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
