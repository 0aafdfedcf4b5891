using System.CommandLine;
using System.Text.Json;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Figures;
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
        var png = new Option<FileInfo?>("--png") { Description = "write a picture of how long the answers are", HelpName = "file", CustomParser = Values.File };
        var command = new Verb("stats", "Show lengths, languages, types, duplicates and repetition of a data set or of pairs.", """
            Examples:
              longwriter data stats set/data.jsonl
              longwriter data stats set/data.parquet --json
              longwriter data stats set/data.jsonl --html stats.html --png lengths.png
              longwriter data stats pairs.jsonl

            Of pairs both sides are shown, and how often the better answer is the longer one.
            """)
        {
            file, json, html, png,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)!.FullName;
            var page = parsed.GetValue(html) is { } target ? OutputFile.Open(target.FullName) : null;
            var picture = parsed.GetValue(png) is { } drawn ? OutputFile.Open(drawn.FullName) : null;
            var shown = await RowCheck.FormAsync(path, cancellationToken) == RowForm.Preference ? await PairsAsync(path, cancellationToken) : await ChatsAsync(path, cancellationToken);
            page?.Save(shown.Page(Path.GetFileName(path)));
            picture?.Save(Draw.LengthHistogram(Path.GetFileNameWithoutExtension(path), "words of an answer", "answers", shown.AnswerWords).ToPng());
            await around.Output.WriteAsync(parsed.GetValue(json) ? shown.Json() + "\n" : shown.Text());
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<Shown> ChatsAsync(string path, CancellationToken cancellationToken)
    {
        var statistics = new RowStatistics();
        await CountAsync(RowReader.ChatsAsync(path, cancellationToken), statistics.Add, statistics.AddBad);
        var report = statistics.ToReport();
        return new Shown(() => JsonSerializer.Serialize(report, EventJson.Options), name => StatisticsHtml.Of(report, name), () => StatisticsText.Of(report), statistics.AnswerWords);
    }

    private static async Task<Shown> PairsAsync(string path, CancellationToken cancellationToken)
    {
        var statistics = new PairStatistics();
        await CountAsync(RowReader.PreferencesAsync(path, cancellationToken), statistics.Add, statistics.AddBad);
        var report = statistics.ToReport();
        return new Shown(() => JsonSerializer.Serialize(report, EventJson.Options), name => StatisticsHtml.Of(report, name), () => StatisticsText.Of(report), statistics.AnswerWords);
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

    /// <summary>A report in the forms in which it can be asked for.</summary>
    /// <param name="Page">A page of HTML, under the file's name.</param>
    private sealed record Shown(Func<string> Json, Func<string, string> Page, Func<string> Text, IReadOnlyList<int> AnswerWords);
}
