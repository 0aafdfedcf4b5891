using System.CommandLine;
using System.CommandLine.Parsing;
using LongWriter.Cli.Commands;
using LongWriter.Formats;
using LongWriter.Inference.Chat;
using LongWriter.Providers;
using LongWriter.Runs;

namespace LongWriter.Cli;

/// <summary>The command line as a function of its arguments and streams, so that tests run what people run.</summary>
internal static class Application
{
    public static async Task<int> RunAsync(string[] args, TextReader input, TextWriter output, TextWriter error, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = new RootCommand("""
            Writes long documents at the length asked for: plans them, then writes section by section.

            Examples:
              longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
              longwriter plan "Write a 5,000-word guide to old bridges" -o bridges.plan
            """)
        {
            WriteCommand.Create(input, output, error, time),
            PlanCommand.Create(input, output, error),
            ResumeCommand.Create(output, error, time),
            RunsCommand.Create(output, error, time),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"error: {OneLine(Problem(parsed))}");
            await error.WriteLineAsync($"See: longwriter {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }
        catch (Exception e) when (e is UsageException or JournalException or ModelFileException or ModelSetupException or WritingException or ContextExceededException)
        {
            await error.WriteLineAsync($"error: {OneLine(e.Message)}");
            return e is UsageException or JournalException ? ExitCodes.Usage : ExitCodes.Model;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>One problem of the arguments: a value that is wrong, else the first word that has no place, since the rest mostly follows from it.</summary>
    private static string Problem(ParseResult parsed) =>
        parsed.Errors.FirstOrDefault(problem => problem.SymbolResult is not CommandResult)?.Message
        ?? (parsed.UnmatchedTokens is [var word, ..] ? $"'{word}' is no command, option or argument that is known here" : parsed.Errors[0].Message);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
}
