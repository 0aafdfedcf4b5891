using System.Runtime.CompilerServices;
using nietras.SeparatedValues;

namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>Comma- or tab-separated values with a header; quoted values may hold line breaks. The separator is read off the header.</summary>
internal sealed class CsvLog(string path, string? column) : LogSource(path)
{
    private readonly long _bytes = Math.Max(1, new FileInfo(path).Length);
    private long _read;

    public override double Part => Math.Min(1, (double)Interlocked.Read(ref _read) / _bytes);

    public override async IAsyncEnumerable<LogRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = Rows.DataFile.OpenRead(Path);
        await using (file.ConfigureAwait(false))
        {
            using var text = new StreamReader(file);
            using var reader = await GuardedAsync(async () => await Sep.Reader(options => options with { Unescape = true, DisableColCountCheck = true }).FromAsync(text, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            var columns = reader.Header.ColNames;
            var prompt = reader.Header.IndexOf(LogColumns.Needed(Path, columns, column));
            var id = LogColumns.Id(columns) is { } named ? reader.Header.IndexOf(named) : -1;
            var type = LogColumns.Type(columns) is { } kind ? reader.Header.IndexOf(kind) : -1;
            for (var line = 1L; ;)
            {
                LogRow row;
                var ends = false;
                try
                {
                    if (!await reader.MoveNextAsync(cancellationToken).ConfigureAwait(false))
                    {
                        yield break;
                    }

                    row = Row(reader.Current, columns.Count, prompt, id, type);
                    line = reader.Current.LineNumberToExcl;
                }
#pragma warning disable CA1031 // The library answers values it has no room for with exceptions of several kinds.
                catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
                {
                    (row, ends) = (LogRow.Bad(line, $"cannot be read from this line on: {e.Message}"), true);
                }

                Interlocked.Exchange(ref _read, file.Position);
                yield return row;
                if (ends)
                {
                    yield break;
                }
            }
        }
    }

    private static LogRow Row(SepReader.Row row, int columns, int prompt, int id, int type) =>
        row.ColCount != columns ? LogRow.Bad(row.LineNumberFrom, $"has {row.ColCount} values where the header has {columns}")
        : LogRow.Of(row.LineNumberFrom, id < 0 ? null : row[id].ToString(), ChatJson.Prompt(row[prompt].ToString()), type < 0 ? null : row[type].ToString());

    private async Task<SepReader> GuardedAsync(Func<Task<SepReader>> open)
    {
        try
        {
            return await open().ConfigureAwait(false);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or InvalidDataException)
        {
            throw new DataFileException(Path, $"its header cannot be read: {e.Message}", e);
        }
    }
}
