using System.CommandLine;
using LongWriter.Chat;
using LongWriter.Planning;

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
            using var models = RunModels.OpenToPlan(around, shared.Settings(parsed), request.Instruction, new Budget());
            var events = new List<WritingEvent>();
            await foreach (var happened in models.Writer().PlanAsync(request, cancellationToken))
            {
                events.Add(happened);
                if (happened is PlanRepaired repair)
                {
                    await around.Error.WriteLineAsync($"plan repaired: {repair.Reason}");
                }
            }

            var plan = PlanFile.Of(events)!;
            if (target is null)
            {
                await around.Output.WriteLineAsync(plan.ToString());
            }
            else
            {
                target.Save(plan + "\n");
                await around.Error.WriteLineAsync($"{(plan.Outline is { } outline ? $"{outline.Chapters.Count} chapters, " : "")}{events.OfType<PlanReady>().Sum(ready => ready.Plan.Steps.Count)} sections, {plan.Words:N0} words → {target.Path}");
            }

            return ExitCodes.Done;
        });
        return command;
    }
}
