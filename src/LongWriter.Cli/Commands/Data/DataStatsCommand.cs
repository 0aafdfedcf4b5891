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
        var json = new Option<bool>("--json") { Description = "print one object instead of text" };
        var html = new Option<FileInfo?>("--html") { Description = "write a page with figures, a file on its own", HelpName = "file", CustomParser = Values.File };
        var command = new Verb("stats", "Show lengths, languages, types, duplicates and repetition of a data set or of pairs.", """
            Examples:
              longwriter data stats set/data.jsonl
              longwriter data stats set/data.parquet --json
              longwriter data stats set/data.jsonl --html stats.html
              longwriter data stats pairs.jsonl

            Of pairs both sides are shown, and how often the better answer is the longer one.
            """)
        {
            file, json, html,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var page = parsed.GetValue(html) is { } target ? OutputFile.Open(target.FullName) : null;
            var pairs = await RowCheck.FormAsync(path, cancellationToken) == RowForm.Preference;
            var (asJson, asPage, asText) = pairs ? Forms(await PairsAsync(path, cancellationToken)) : Forms(await ChatsAsync(path, cancellationToken));
            page?.Save(asPage(Path.GetFileName(path)));
            await around.Output.WriteAsync(parsed.GetValue(json) ? asJson() + "\n" : asText());
            return ExitCodes.Done;
        });
        return command;
    }

    private static (Func<string> Json, Func<string, string> Page, Func<string> Text) Forms(StatisticsReport report) =>
        (() => JsonSerializer.Serialize(report, EventJson.Options), name => StatisticsHtml.Of(report, name), () => StatisticsText.Of(report));

    private static (Func<string> Json, Func<string, string> Page, Func<string> Text) Forms(PairReport report) =>
        (() => JsonSerializer.Serialize(report, EventJson.Options), name => StatisticsHtml.Of(report, name), () => StatisticsText.Of(report));

    private static async Task<StatisticsReport> ChatsAsync(string path, CancellationToken cancellationToken)
    {
        var statistics = new RowStatistics();
        await CountAsync(RowReader.ChatsAsync(path, cancellationToken), statistics.Add, statistics.AddBad);
        return statistics.ToReport();
    }

    private static async Task<PairReport> PairsAsync(string path, CancellationToken cancellationToken)
    {
        var statistics = new PairStatistics();
        await CountAsync(RowReader.PreferencesAsync(path, cancellationToken), statistics.Add, statistics.AddBad);
        return statistics.ToReport();
    }

    private static async Task CountAsync<T>(IAsyncEnumerable<Located<T>> rows, Action<T> add, Action addBad)
        where T : class
    {
        await foreach (var (_, row, _) in rows)
        {
            if (row is null)
            {
                addBad();
            }
            else
            {
                add(row);
            }
        }
    }
}
