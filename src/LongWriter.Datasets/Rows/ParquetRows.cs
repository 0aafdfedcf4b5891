using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace LongWriter.Datasets.Rows;

/// <summary>
/// The rows of a Parquet file as objects of JSON, so that both kinds of file are read by the same rules. One row group is in memory at a
/// time; damage takes the rows of its group with it, and each of them is told.
/// </summary>
internal static class ParquetRows
{
    /// <exception cref="DataFileException">The file cannot be read, is cut off, or is no Parquet: nothing says where its rows are.</exception>
    public static async IAsyncEnumerable<(long Line, JsonElement Json, string? Problem)> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (ParquetFooter.Problem(path) is { } broken)
        {
            throw new DataFileException(path, broken);
        }

        var file = DataFile.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var (counts, footer) = await TryAsync(() => CountsAsync(file, cancellationToken)).ConfigureAwait(false);
            if (footer is not null)
            {
                throw new DataFileException(path, $"has a footer that cannot be read: {footer}");
            }

            var line = 0L;
            for (var group = 0; group < counts!.Count; group++)
            {
                var (rows, damage) = await TryAsync(() => GroupAsync(file, group, cancellationToken)).ConfigureAwait(false);
                for (var row = 0; row < counts[group]; row++)
                {
                    line++;
                    yield return rows is not null && row < rows.Count ? (line, rows[row], null)
                        : (line, default, FormattableString.Invariant($"is in a row group of {counts[group]:N0} rows that is damaged: {damage ?? "it holds fewer"}"));
                }
            }
        }
    }

    /// <summary>How many rows each row group has, by the footer.</summary>
    private static async Task<List<long>> CountsAsync(Stream file, CancellationToken cancellationToken)
    {
        var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return [.. reader.RowGroups.Select(group => group.RowCount)];
        }
    }

    private static async Task<List<JsonElement>> GroupAsync(Stream file, int group, CancellationToken cancellationToken)
    {
        file.Position = 0;
        var rows = await ParquetSerializer.DeserializeUntypedAsync(file, null, group, cancellationToken).ConfigureAwait(false);
        return [.. rows.Data.Select(row => JsonSerializer.SerializeToElement(row))];
    }

    /// <summary>What is read, or what is wrong with it in one line.</summary>
    private static async Task<(T? Value, string? Problem)> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return (await read().ConfigureAwait(false), null);
        }
#pragma warning disable CA1031 // The library answers a damaged file with whatever its decoders run into.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return (null, e.Message.ReplaceLineEndings(" "));
        }
    }
}
