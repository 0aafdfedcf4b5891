using System.CommandLine;
using LongWriter.Datasets.Mixing;
using LongWriter.Datasets.Rows;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data cap</c></summary>
internal static class DataCapCommand
{
    public static Command Create(Surroundings around)
    {
        var file = DataFiles.Rows();
        var words = new Option<int?>("--words") { Description = "the most words of an answer", CustomParser = Values.Number<int>, Required = true };
        var output = DataFiles.Out("file to write, .jsonl or .parquet");
        var bad = DataFiles.Bad();
        var command = new Verb("cap", "Keep the rows whose answer has at most so many words; none is cut.", """
            Examples:
              longwriter data cap set/data.jsonl --words 2000 --out short.jsonl
            """)
        {
            file, words, output, bad,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var from = parsed.GetValue(file)!.FullName;
            var path = DataFiles.RowsOut(parsed.GetValue(output)!.FullName, from);
            var most = parsed.GetValue(words) is >= 1 and var given ? given : throw new UsageException($"--words {parsed.GetValue(words)}: give 1 or more");
            if (parsed.GetValue(bad) == DataFiles.Refuse)
            {
                await RowReader.ChatsAsync(from, cancellationToken).RefuseBadAsync(from, cancellationToken);
            }

            var counts = await new Cap(from, most, around.Time).RunAsync(path, cancellationToken);
            await around.Error.WriteLineAsync($"{DataProgress.Counts(counts)} → {path}");
            return ExitCodes.Done;
        });
        return command;
    }
}
