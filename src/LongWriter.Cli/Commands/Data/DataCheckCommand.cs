using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data check</c></summary>
internal static class DataCheckCommand
{
    public static Command Create(Surroundings around)
    {
        var file = DataFiles.Rows();
        var command = new Verb("check", "Check every row of a file; each that cannot be used is named by its line.", """
            Examples:
              longwriter data check set/data.jsonl
              longwriter data check pairs.parquet

            Rows are chats ('messages': role, content) or pairs ('prompt', 'chosen', 'rejected'). Exits
            with 2 where a row cannot be used.
            """)
        {
            file,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var (good, bad) = (0L, 0L);
            RowForm? form = null;
            await foreach (var (line, kind, problem) in RowCheck.RunAsync(path, cancellationToken))
            {
                form ??= kind;
                good += problem is null ? 1 : 0;
                if (problem is not null)
                {
                    bad++;
                    await around.Output.WriteLineAsync($"{parsed.GetValue(file)}:{line}: {Printable.Of(problem)}");
                }
            }

            await around.Error.WriteLineAsync($"{Counted.Of(good, form == RowForm.Preference ? "pair" : "chat")} can be used{(bad > 0 ? $", {Counted.Of(bad, "row")} cannot" : "")}");
            return bad > 0 || good == 0 ? ExitCodes.Usage : ExitCodes.Done;
        });
        return command;
    }
}
