using System.CommandLine;
using LongWriter.Cli.Rendering;
using LongWriter.Datasets.Mixing;
using LongWriter.Datasets.Rows;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data mix</c></summary>
internal static class DataMixCommand
{
    public static Command Create(Surroundings around)
    {
        var file = DataFiles.Rows();
        var general = new Option<FileInfo?>("--with") { Description = "a general set to draw from", HelpName = "file", CustomParser = Values.File, Required = true };
        var ratio = new Option<double?>("--ratio") { Description = "rows of it for each row of the file, above 0", HelpName = "n", CustomParser = Values.Number<double>, Required = true };
        var output = DataFiles.Out("file to write, .jsonl or .parquet");
        var seed = new Option<long?>("--seed") { Description = "the same seed draws the same rows in the same order (default: 0)", HelpName = "n", CustomParser = Values.Number<long> };
        var bad = DataFiles.Bad();
        var command = new Verb("mix", "Mix a data set with rows drawn from a general one.", """
            Examples:
              longwriter data mix set/data.jsonl --with general.jsonl --ratio 20 -o mixed.jsonl
              longwriter data mix set/data.parquet --with chats.parquet --ratio 0.5 -o mixed.parquet --seed 1

            The general set has 'messages' (role, content) or 'conversations' (from, value). The rows of
            both stand in the order they had, one among the other by chance.
            """)
        {
            file, general, ratio, output, seed, bad,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (from, with) = (parsed.GetValue(file)!.FullName, parsed.GetValue(general)!.FullName);
            var path = DataFiles.RowsOut(parsed.GetValue(output)!.FullName, from, with);
            var times = parsed.GetValue(ratio)!.Value;
            if (times is not (> 0 and < 1_000_000))
            {
                throw new UsageException($"--ratio {times}: give a number above 0, such as 20 for twenty general rows for each row of the file");
            }

            if (parsed.GetValue(bad) == DataFiles.Refuse)
            {
                await RowReader.ChatsAsync(from, cancellationToken).RefuseBadAsync(from, cancellationToken);
                await RowReader.ChatsAsync(with, cancellationToken).RefuseBadAsync(with, cancellationToken);
            }

            var result = await new Mix(from, with, times, parsed.GetValue(seed) ?? 0, around.Time).RunAsync(path, cancellationToken);
            await around.Error.WriteLineAsync($"{Counted.Of(result.Rows, "row")} and {result.General:N0} of the general set{(result.Bad > 0 ? $"; {result.Bad:N0} could not be used, see the verdicts" : "")} → {path}");
            return ExitCodes.Done;
        });
        return command;
    }
}
