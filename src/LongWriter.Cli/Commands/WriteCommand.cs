using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Inference.Chat;
using LongWriter.Planning;
using Spectre.Console;

namespace LongWriter.Cli.Commands;

/// <summary><c>longwriter write</c></summary>
internal sealed class WriteCommand
{
    private readonly SharedOptions _shared;
    private readonly Option<FileInfo?> _file = new("--output", "-o") { Description = "file to write the text to (default: standard output)", CustomParser = Values.File };
    private readonly Option<FileInfo?> _plan = new("--plan") { Description = "plan file to follow, as `longwriter plan` writes it", CustomParser = Values.File };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "show the plan and stop" };
    private readonly Option<bool> _json = new("--json") { Description = "print one result object at the end instead of the text" };
    private readonly Option<bool> _events = new("--events") { Description = "print every event as a line of JSON instead of the text" };
    private readonly Option<bool> _strict = new("--strict-length") { Description = "exit with 4 where the text is more than 10% off the length" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "no progress" };
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly TimeProvider _time;

    private WriteCommand(TextReader input, TextWriter output, TextWriter error, TimeProvider time) =>
        (_shared, _output, _error, _time) = (new SharedOptions(input), output, error, time);

    public static Command Create(TextReader input, TextWriter output, TextWriter error, TimeProvider time)
    {
        var write = new WriteCommand(input, output, error, time);
        var command = new Command("write", """
            Write a long document from one instruction.

            Examples:
              longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
              longwriter write "An essay on slow travel" --words 3000 > travel.md
              cat brief.txt | longwriter write - --words 5000 --json -o report.md

            Exit codes: 0 done, 2 bad arguments or output, 3 model, 4 off the length with --strict-length, 130 interrupted.
            """);
        write._shared.AddTo(command);
        foreach (var option in (Option[])[write._file, write._plan, write._dryRun, write._json, write._events, write._strict, write._quiet])
        {
            command.Add(option);
        }

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
        var writer = new DocumentWriter(model.Client, _shared.Writer(parsed, model), _time);
        if (parsed.GetValue(_dryRun))
        {
            await foreach (var happened in writer.PlanAsync(request, cancellationToken))
            {
                if (happened is PlanReady ready)
                {
                    await _output.WriteLineAsync(ready.Plan.ToString());
                }
            }

            return ExitCodes.Done;
        }

        var json = parsed.GetValue(_json);
        var readers = new List<IEventReader>();
        if (parsed.GetValue(_events))
        {
            readers.Add(new EventLines(_output));
        }
        else if (file is null && !json)
        {
            readers.Add(new TextOutput(_output));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_error) });
        if (!parsed.GetValue(_quiet))
        {
            var live = ReferenceEquals(_error, Console.Error) && !Console.IsErrorRedirected && console.Profile.Capabilities.Interactive && (file is not null || Console.IsOutputRedirected);
            readers.Add(live ? new LiveProgress(console, _time) : new PlainProgress(_error, _time));
        }

        var run = new WritingRun(readers);
        try
        {
            await run.ReadAsync(writer.WriteAsync(request, cancellationToken));
        }
        catch (Exception e) when (e is OperationCanceledException or WritingException or ContextExceededException)
        {
            await SaveInterruptedAsync(run, file, e is OperationCanceledException);
            throw;
        }
        finally
        {
            await run.CloseAsync();
        }

        var finished = run.Finished!;
        file?.Save(finished.Document.ToMarkdown());
        if (json)
        {
            await _output.WriteLineAsync(ResultObject.Of(run, file?.Path));
        }

        var off = Math.Abs(finished.Document.Words - finished.TargetWords) > 0.1 * finished.TargetWords;
        if (!parsed.GetValue(_quiet))
        {
            await _error.WriteLineAsync($"{finished.Document.Words:N0} words of {finished.TargetWords:N0} asked for (S_l {finished.LengthScore:F1}) in {finished.Document.Sections.Count} sections, {finished.Seconds:F1} s{(file is null ? "" : " → " + file.Path)}");
        }

        return off && parsed.GetValue(_strict) ? ExitCodes.OffLength : ExitCodes.Done;
    }

    /// <summary>Leaves what is written, readable, with the plan beside it, and says how to write the rest.</summary>
    private async Task SaveInterruptedAsync(WritingRun run, OutputFile? file, bool interrupted)
    {
        await run.CloseAsync();
        await _error.WriteLineAsync();
        if (file is null || run.Plan is null || run.Partial().Sections.Count == 0)
        {
            await _error.WriteLineAsync(interrupted ? "interrupted" : "stopped");
            return;
        }

        var plan = OutputFile.Open(file.Path + ".plan");
        plan.Save(run.Plan.Plan + "\n");
        file.Save(run.Partial().ToMarkdown());
        await _error.WriteLineAsync($"{(interrupted ? "interrupted" : "stopped")} after {run.Sections.Count} of {run.Plan.Plan.Steps.Count} sections; they are in {file.Path}");
        await _error.WriteLineAsync($"write it whole with the same plan: longwriter write \"…\" --plan {plan.Path} -o {file.Path}");
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
