using LongWriter.Datasets.Cards;
using LongWriter.Datasets.Files;
using LongWriter.Datasets.Rows;
using LongWriter.Datasets.Statistics;
using LongWriter.Runs;

namespace LongWriter.Datasets.Mixing;

/// <summary>What a mix came to.</summary>
/// <param name="Rows">Rows of the file, all of them taken.</param>
/// <param name="General">Rows drawn of the general set.</param>
/// <param name="Bad">Rows of both that cannot be used; each has a line in the verdicts.</param>
public sealed record MixResult(long Rows, long General, long Bad);

/// <summary>
/// Mixes a file of long answers with rows drawn from a general set, so that a model that learns to write long forgets nothing else. Reads
/// each file twice and keeps no row: how many there are has to be known before any is drawn.
/// </summary>
/// <param name="ratio">Rows of the general set for each row of the file, above 0.</param>
public sealed class Mix(string file, string general, double ratio, long seed, TimeProvider time)
{
    /// <exception cref="DataFileException">A file cannot be read or written, or the general set has too few rows.</exception>
    public async Task<MixResult> RunAsync(string output, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(ratio);
        var ours = await CountAsync(file, cancellationToken).ConfigureAwait(false);
        var theirs = await CountAsync(general, cancellationToken).ConfigureAwait(false);
        var take = (long)Math.Round(ratio * ours);
        if (take > theirs)
        {
            throw new DataFileException(general, FormattableString.Invariant($"has {theirs:N0} rows, and a ratio of {ratio} takes {take:N0}; lower the ratio or bring more rows"));
        }

        var random = new Random(unchecked((int)seed));
        var draw = new Draw(take, theirs, random);
        var order = new Draw(ours, ours + take, random);
        var bad = 0L;
        var statistics = new RowStatistics();
        var verdicts = new WholeFile(Beside.Verdicts(output), DataFileException.Told);
        await using var closeVerdicts = verdicts.ConfigureAwait(false);
        var rows = await RowWriter.CreateAsync(output, RowForm.Chat, cancellationToken).ConfigureAwait(false);
        await using var closeRows = rows.ConfigureAwait(false);
        var answers = RowReader.ChatsAsync(file, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closeLong = answers.ConfigureAwait(false);
        var drawn = RowReader.ChatsAsync(general, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closeDrawn = drawn.ConfigureAwait(false);
        for (var left = ours + take; left > 0; left--)
        {
            await TakeAsync(order.Next()).ConfigureAwait(false);
        }

        // What stands behind the last row that was taken has a verdict too.
        await RestAsync(file, answers).ConfigureAwait(false);
        await RestAsync(general, drawn).ConfigureAwait(false);
        verdicts.Complete();
        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await DatasetInfo.AddChatAsync(output, cancellationToken).ConfigureAwait(false);
        var result = new MixResult(ours, take, bad);
        WholeFile.Save(Beside.Card(output), await CardAsync(output, result, theirs, statistics.ToReport(), cancellationToken).ConfigureAwait(false), DataFileException.Told);
        return result;

        async Task TakeAsync(bool isOurs)
        {
            var (path, source) = isOurs ? (file, answers) : (general, drawn);
            while (await source.MoveNextAsync().ConfigureAwait(false))
            {
                var row = source.Current;
                var reason = row.Row is null ? Reason.BadRow : isOurs || draw.Next() ? Reason.Kept : Reason.NotDrawn;
                await TellAsync(path, row, reason).ConfigureAwait(false);
                if (reason == Reason.Kept)
                {
                    statistics.Add(row.Row!);
                    await rows.WriteAsync(row.Row!, cancellationToken).ConfigureAwait(false);
                    return;
                }
            }

            throw new DataFileException(path, "was changed while it was read");
        }

        async Task RestAsync(string path, IAsyncEnumerator<Located<ChatRow>> source)
        {
            while (await source.MoveNextAsync().ConfigureAwait(false))
            {
                await TellAsync(path, source.Current, source.Current.Row is null ? Reason.BadRow : Reason.NotDrawn).ConfigureAwait(false);
            }
        }

        Task TellAsync(string path, Located<ChatRow> row, Reason reason)
        {
            bad += reason == Reason.BadRow ? 1 : 0;
            return verdicts.WriteLineAsync(new Verdict(row.Line, row.Row?.Id ?? "", reason, row.Problem ?? "") { File = Path.GetFileName(path), Words = row.Row?.Words }, cancellationToken);
        }
    }

    private static async Task<long> CountAsync(string path, CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var row in RowReader.ChatsAsync(path, cancellationToken).ConfigureAwait(false))
        {
            count += row.Row is null ? 0 : 1;
        }

        return count > 0 ? count : throw new DataFileException(path, "has no row that can be used; longwriter data check says why");
    }

    private async Task<string> CardAsync(string output, MixResult result, long theirs, StatisticsReport report, CancellationToken cancellationToken)
    {
        var page = new Markdown().Head(Path.GetFileName(output)).Heading(1, "Data card");
        page.Paragraph($"Two data sets mixed by `longwriter data mix`, {ratio} general rows for each long one, drawn and put in order with seed {seed}. Written {time.GetUtcNow():yyyy-MM-dd HH:mm} UTC.");
        page.Heading(2, "Sources").Table(
        [
            ["file", "SHA-256", "rows", "taken"],
            [Path.GetFileName(file), await DataFile.HashAsync(file, cancellationToken).ConfigureAwait(false), result.Rows, result.Rows],
            [Path.GetFileName(general), await DataFile.HashAsync(general, cancellationToken).ConfigureAwait(false), theirs, result.General],
        ]);
        page.Paragraph($"{result.Bad:N0} rows could not be used. Every row of both files has a line in the verdicts.");
        return page.Heading(2, "The rows").Statistics(report).ToString();
    }
}
