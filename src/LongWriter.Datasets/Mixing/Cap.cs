using LongWriter.Datasets.Cards;
using LongWriter.Datasets.Files;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Datasets.Mixing;

/// <summary>
/// The paper's controlled experiment (section 2): the rows whose answer has at most so many words. Longer ones are dropped and never cut: a
/// text without its end would teach a model to stop anywhere.
/// </summary>
/// <param name="words">The most words of an answer, 1 or more.</param>
public sealed class Cap(string file, int words, TimeProvider time)
{
    /// <returns>Rows by what became of them.</returns>
    /// <exception cref="DataFileException">A file cannot be read or written.</exception>
    public async Task<IReadOnlyDictionary<Reason, long>> RunAsync(string output, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(words, 1);
        var counts = new SortedDictionary<Reason, long>();
        var statistics = new RowStatistics();
        var verdicts = new WholeFile(Beside.Verdicts(output), DataFileException.Told);
        await using var closeVerdicts = verdicts.ConfigureAwait(false);
        var rows = await RowWriter.CreateAsync(output, RowForm.Chat, cancellationToken).ConfigureAwait(false);
        await using var closeRows = rows.ConfigureAwait(false);
        await foreach (var (line, row, problem) in RowReader.ChatsAsync(file, cancellationToken).ConfigureAwait(false))
        {
            // Counted here, whatever the row says of itself.
            int? count = row is null ? null : WordCount.Of(row.Answer);
            var reason = count is null ? Reason.BadRow : count > words ? Reason.TooLong : Reason.Kept;
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
            await verdicts.WriteLineAsync(new Verdict(line, row?.Id ?? "", reason, problem ?? "") { Words = count }, cancellationToken).ConfigureAwait(false);
            if (reason == Reason.Kept)
            {
                statistics.Add(row!);
                await rows.WriteAsync(row!, cancellationToken).ConfigureAwait(false);
            }
        }

        verdicts.Complete();
        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await DatasetInfo.AddChatAsync(output, cancellationToken).ConfigureAwait(false);
        var page = new Markdown().Head(Path.GetFileName(output)).Heading(1, "Data card");
        page.Paragraph($"The rows of a data set whose answer has at most {words:N0} words, by `longwriter data cap`. No answer was cut. Written {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC.");
        page.Heading(2, "Sources").Table([["what", "value"], ["file", Path.GetFileName(file)], ["its SHA-256", await DataFile.HashAsync(file, cancellationToken).ConfigureAwait(false)]]);
        page.Heading(2, "Filters").Counts(counts);
        WholeFile.Save(Beside.Card(output), page.Heading(2, "The rows").Statistics(statistics.ToReport()).ToString(), DataFileException.Told);
        return counts;
    }
}
