using System.CommandLine;
using System.Text.Json;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Runs;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data stats</c></summary>
internal static class DataStatsCommand
{
    public static Command Create(Surroundings around)
    {
        var file = DataFiles.Rows();
        var json = new Option<bool>("--json") { Description = "print one JSON object instead of text" };
        var html = new Option<FileInfo?>("--html") { Description = "write a page with figures, a file on its own", HelpName = "file", CustomParser = Values.File };
        var command = new Verb("stats", "Show lengths, languages, types, duplicates and repetition of a data set.", """
            Examples:
              longwriter data stats set/data.jsonl
              longwriter data stats set/data.parquet --json
              longwriter data stats set/data.jsonl --html stats.html
            """)
        {
            file, json, html,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var page = parsed.GetValue(html) is { } target ? OutputFile.Open(target.FullName) : null;
            var statistics = new RowStatistics();
            await foreach (var row in RowReader.ChatsAsync(path, cancellationToken))
            {
                if (row.Row is { } chat)
                {
                    statistics.Add(chat);
                }
                else
                {
                    statistics.AddBad();
                }
            }

            var report = statistics.ToReport();
            page?.Save(StatisticsHtml.Of(report, Path.GetFileName(path)));
            await around.Output.WriteAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(report, EventJson.Options) + "\n" : StatisticsText.Of(report));
            return ExitCodes.Done;
        });
        return command;
    }
}
