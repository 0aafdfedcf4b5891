using LongWriter.Datasets.Cards;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Runs;

namespace LongWriter.Datasets.Building;

/// <summary>Puts a data set together of rows that are all written: the rows in two forms, a verdict for each row that came in, and the card.</summary>
internal sealed class Assembly(Recipe recipe, BuildFolder folder, IAsyncEnumerable<(ChatRow? Row, Verdict Verdict, TokenUsage Usage)> rows)
{
    public async Task<BuildResult> RunAsync(CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<Reason, long>();
        var statistics = new RowStatistics();
        var usage = new TokenUsage(0, 0, 0);
        var verdicts = new WholeFile(folder["verdicts.jsonl"], DataFileException.Told);
        await using var closeVerdicts = verdicts.ConfigureAwait(false);
        var lines = await RowWriter.CreateAsync(folder["data.jsonl"], RowForm.Chat, cancellationToken).ConfigureAwait(false);
        await using var closeLines = lines.ConfigureAwait(false);
        var columns = await RowWriter.CreateAsync(folder["data.parquet"], RowForm.Chat, cancellationToken).ConfigureAwait(false);
        await using var closeColumns = columns.ConfigureAwait(false);
        await foreach (var (row, verdict, spent) in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            counts[verdict.Reason] = counts.GetValueOrDefault(verdict.Reason) + 1;
            usage += spent;
            await verdicts.WriteLineAsync(verdict, cancellationToken).ConfigureAwait(false);
            if (row is not null)
            {
                statistics.Add(row);
                await lines.WriteAsync(row, cancellationToken).ConfigureAwait(false);
                await columns.WriteAsync(row, cancellationToken).ConfigureAwait(false);
            }
        }

        verdicts.Complete();
        await lines.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await columns.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await DatasetInfo.AddChatAsync(folder["data.jsonl"], cancellationToken).ConfigureAwait(false);
        var report = statistics.ToReport();
        WholeFile.Save(folder["README.md"], BuildCard.Of(folder.Info, recipe, counts, report, usage), DataFileException.Told);
        return new BuildResult(counts, report.TotalWords);
    }
}
