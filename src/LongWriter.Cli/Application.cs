using System.CommandLine;
using LongWriter.Cli.Commands;
using LongWriter.Formats;
using LongWriter.Inference.Chat;

namespace LongWriter.Cli;

/// <summary>The command line as a function of its arguments and streams, so that tests run what people run.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = new RootCommand("Writes long documents at the length asked for: plans them, then writes section by section.")
        {
            WriteCommand.Create(input, output, error, time),
            PlanCommand.Create(input, output, error),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
            {
                await error.WriteLineAsync($"error: {problem.Message}");
            }

            await error.WriteLineAsync($"See: longwriter {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }
        catch (Exception e) when (e is UsageException or ModelFileException or WritingException or ContextExceededException)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            return e is UsageException ? ExitCodes.Usage : ExitCodes.Model;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }
}
