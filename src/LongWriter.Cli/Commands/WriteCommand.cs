using System.CommandLine;
using LongWriter.Planning;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter write</c></summary>
internal sealed class WriteCommand
{
    private readonly SharedOptions _shared;
    private readonly ShowingOptions _showing = new();
    private readonly Option<FileInfo?> _file = new("--output", "-o") { Description = "file to write the text to (default: standard output)", CustomParser = Values.File };
    private readonly Option<FileInfo?> _plan = new("--plan") { Description = "plan file to follow, as `longwriter plan` writes it", CustomParser = Values.File };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the plan and stop" };
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;

    private WriteCommand(TextReader input, TextWriter output, TextWriter error, TimeProvider time) =>
        (_shared, _output, _error, _time) = (new SharedOptions(input), output, error, time);

    public static Command Create(TextReader input, TextWriter output, TextWriter error, TimeProvider time)
    {
        var write = new WriteCommand(input, output, error, time);
        var command = new Command("write", """
            Write a long document from one instruction. What is finished is kept as it is written: `longwriter resume` goes on with a run that was stopped.

            Examples:
              longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
              longwriter write "An essay on slow travel" --words 3000 > travel.md
              cat brief.txt | longwriter write - --words 5000 --json -o report.md

            Exit codes: 0 done, 2 bad arguments or output, 3 model, 4 off the length with --strict-length, 130 interrupted.
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
        var file = parsed.GetValue(_file) is { } path ? OutputFile.Open(path.FullName) : null;
        if (parsed.GetValue(_plan) is { } planFile)
        {
            request = request with { Plan = ReadPlan(planFile.FullName) };
        }

        using var model = _shared.Open(parsed, request);
        var settings = _shared.Settings(parsed);
        var options = SharedOptions.Writer(settings, model);
        if (parsed.GetValue(_dryRun))
        {
            await foreach (var happened in new DocumentWriter(model.Client, options, _time).PlanAsync(request, cancellationToken))
            {
                if (happened is PlanReady ready)
                {
                    await _output.WriteLineAsync(ready.Plan.ToString());
                }
            }

            return ExitCodes.Done;
        }

        using var journal = new RunStore(RunStore.DefaultHome, _time).Create(request, settings, file?.Path);
        return await new DocumentRun(_output, _error, _time).RunAsync(journal, model, options, file, _showing.Read(parsed), cancellationToken);
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
