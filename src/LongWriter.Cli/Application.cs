using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using LongWriter.Chat;
using LongWriter.Cli.Commands;
using LongWriter.Cli.Commands.Data;
using LongWriter.Cli.Commands.Eval;
using LongWriter.Datasets;
using LongWriter.Evaluation;
using LongWriter.Formats;
using LongWriter.Inference.Chat;
using LongWriter.Providers;
using LongWriter.Providers.Pricing;
using LongWriter.Providers.Resilience;
using LongWriter.Runs;

namespace LongWriter.Cli;

/// <summary>The command line as a function of its arguments and streams, so that tests run what people run.</summary>
internal static class Application
{
    private const string Examples = """
        Examples:
          longwriter write "Write a 10,000-word article on the history of the Roman Empire" -o rome.md
          longwriter plan "Write a 5,000-word guide to old bridges" -o bridges.plan
          longwriter resume
          longwriter eval run --suite longwriter-write --language en --limit 4 -o measured
          longwriter data select --in log.parquet -o instructions.jsonl

        longwriter COMMAND --help says more on each.
        """;

    public static async Task<int> RunAsync(string[] args, Surroundings around, CancellationToken cancellationToken)
    {
        var error = around.Error;
        var root = new RootCommand("Writes long documents at the length asked for: plans them, then writes section by section.")
        {
            WriteCommand.Create(around),
            PlanCommand.Create(around),
            ResumeCommand.Create(around),
            RunsCommand.Create(around),
            EvalCommand.Create(around),
            DataCommand.Create(around),
            DoctorCommand.Create(around),
            CompletionCommand.Create(around),
        };
        root.Options.Remove(root.Options.Single(option => option is HelpOption));
        root.Options.Add(Verb.Help(Examples));
        root.Options.OfType<VersionOption>().Single().Description = "show the version";
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await error.WriteLineAsync($"error: {OneLine(Problem(parsed))}");
            await error.WriteLineAsync($"See: {Called(parsed.CommandResult)} --help");
            return ExitCodes.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = around.Output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);
        }
        catch (Exception e) when (Code(e) is { } code)
        {
            await error.WriteLineAsync($"{(code == ExitCodes.BudgetReached ? "paused" : "error")}: {OneLine(e.Message)}");
            return code;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
#pragma warning disable CA1031 // The outermost frame: what comes here is a fault of ours, and whoever reports it needs all of it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            await error.WriteLineAsync($"error: unexpected, and a fault of longwriter: {e}");
            return ExitCodes.Unexpected;
        }
    }

    /// <summary>The exit code of what went wrong outside this tool, in the arguments, the files or the models; null for its own faults.</summary>
    private static int? Code(Exception e) => e switch
    {
        UsageException or JournalException or EvaluationFileException or DataFileException or PriceTableException => ExitCodes.Usage,
        ModelFileException or ModelSetupException or EndpointException or WritingException or ContextExceededException => ExitCodes.Model,
        BudgetReachedException => ExitCodes.BudgetReached,
        _ => null,
    };

    /// <summary>One problem of the arguments: a value that is wrong, else the first word that has no place, since the rest mostly follows from it.</summary>
    private static string Problem(ParseResult parsed) =>
        parsed.Errors.FirstOrDefault(problem => problem.SymbolResult is not CommandResult)?.Message
        ?? (parsed.UnmatchedTokens is [var word, ..] ? $"'{word}' is no command, option or argument that is known here" : parsed.Errors[0].Message);

    /// <summary>The command as it is typed, with those it stands under.</summary>
    private static string Called(CommandResult command) => command.Parent is CommandResult above ? $"{Called(above)} {command.Command.Name}" : "longwriter";

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal);
}
