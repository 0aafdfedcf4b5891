using System.CommandLine;
using LongWriter.Planning;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter write</c></summary>
internal sealed class WriteCommand
{
    private readonly Surroundings _around;
    private readonly SharedOptions _shared;
    private readonly ShowingOptions _showing = new();
    private readonly Option<FileInfo?> _file = new("--output", "-o") { Description = "file to write the text to (default: standard output)", HelpName = "file", CustomParser = Values.File };
    private readonly Option<FileInfo?> _plan = new("--plan") { Description = "plan to follow, as longwriter plan writes it", HelpName = "file", CustomParser = Values.File };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the plan and stop" };

    private WriteCommand(Surroundings around) => (_around, _shared) = (around, new SharedOptions(around));

    public static Command Create(Surroundings around)
    {
        var write = new WriteCommand(around);
        var command = new Verb("write", "Write a long document from one instruction.", """
            Examples:
              longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
              longwriter write "An essay on slow travel" --words 3000 > travel.md
              cat brief.txt | longwriter write - --words 5000 --json -o report.md

            What is finished is kept as it is written: after an interrupt or a crash
            longwriter resume goes on with the run.

            Model, planner, template, temperature, strategy and context may also be set
            in the environment (LONGWRITER_MODEL and so on), in a longwriter.json here
            or above, or in the user's longwriter/config.json. The option counts most;
            longwriter doctor shows what holds.

            Exit codes: 0 done, 1 unexpected, 2 bad arguments, settings, input or output,
            3 model, 4 off the length with --strict-length, 130 interrupted.
            """);
        write._shared.AddTo(command);
        command.Add(write._file);
        command.Add(write._plan);
        write._shared.AddStrategyTo(command);
        command.Add(write._dryRun);
        write._showing.AddTo(command);
        command.SetAction(write.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var request = await _shared.RequestAsync(parsed, cancellationToken);
        var settings = _shared.Settings(parsed);
        var file = parsed.GetValue(_file) is { } path ? OutputFile.Open(path.FullName) : null;
        if (parsed.GetValue(_plan) is { } planFile)
        {
            request = request with { Plan = ReadPlan(planFile.FullName) };
        }

        if (parsed.GetValue(_dryRun))
        {
            using var planning = RunModels.OpenToPlan(settings, request.Instruction);
            await foreach (var happened in planning.Writer(_around.Time).PlanAsync(request, cancellationToken))
            {
                if (happened is PlanReady ready)
                {
                    await _around.Output.WriteLineAsync(ready.Plan.ToString());
                }
            }

            return ExitCodes.Done;
        }

        using var models = RunModels.Open(settings, request.Instruction);
        using var journal = new RunStore(RunStore.DefaultHome, _around.Time).Create(request, settings, file?.Path);
        return await new DocumentRun(_around).RunAsync(journal, models.Writer(_around.Time), file, _showing.Read(parsed), cancellationToken);
    }

    private static Plan ReadPlan(string path)
    {
        try
        {
            return PlanParser.Parse(File.ReadAllText(path));
        }
        catch (PlanException e)
        {
            throw new UsageException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the plan {path}: {e.Message}", e);
        }
    }
}
