using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Datasets.Mixing;
using LongWriter.Datasets.Rows;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data cap</c></summary>
internal static class DataCapCommand
{
    public static Command Create(Surroundings around)
    {
        var file = DataFiles.Rows();
        var words = new Option<int?>("--words") { Description = "the most words of an answer", HelpName = "n", CustomParser = Values.Number<int>, Required = true };
        var output = DataFiles.Out("file to write, .jsonl or .parquet");
        var bad = DataFiles.Bad();
        var command = new Verb("cap", "Keep the rows whose answer has at most so many words; none is cut.", """
            Examples:
              longwriter data cap set/data.jsonl --words 2000 -o short.jsonl
            """)
        {
            file, words, output, bad,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var from = parsed.GetValue(file)!.FullName;
            var path = DataFiles.RowsOut(parsed.GetValue(output)!.FullName, from);
            var most = parsed.InRange(words, 1, int.MaxValue)!.Value;
            if (parsed.GetValue(bad) == DataFiles.Refuse)
            {
                await RowReader.ChatsAsync(from, cancellationToken).RefuseBadAsync(from, cancellationToken);
            }

            var counts = await new Cap(from, most, around.Time).RunAsync(path, cancellationToken);
            await around.Error.WriteLineAsync($"{ReasonText.Of(counts)} → {path}");
            return ExitCodes.Done;
        });
        return command;
    }
}
