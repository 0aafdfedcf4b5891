using System.Runtime.CompilerServices;
using System.Text.Json;
using Parquet;
using Parquet.Serialization;

namespace LongWriter.Datasets.Rows;

/// <summary>The rows of a Parquet file as objects of JSON, so that both kinds of file are read by the same rules. One row group is in memory at a time.</summary>
internal static class ParquetRows
{
    /// <exception cref="DataFileException">The file cannot be read, is cut off, or is no Parquet.</exception>
    public static async IAsyncEnumerable<(long Line, JsonElement Json, string? Problem)> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var file = DataFile.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            var line = 0L;
            var groups = await GuardedAsync(path, () => CountAsync(file, cancellationToken)).ConfigureAwait(false);
            for (var group = 0; group < groups; group++)
            {
                foreach (var row in await GuardedAsync(path, () => GroupAsync(file, group, cancellationToken)).ConfigureAwait(false))
                {
                    yield return (++line, JsonSerializer.SerializeToElement(row), null);
                }
            }
        }
    }

    private static async Task<int> CountAsync(Stream file, CancellationToken cancellationToken)
    {
        var reader = await ParquetReader.CreateAsync(file, leaveStreamOpen: true, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            return reader.RowGroupCount;
        }
    }

    private static async Task<IEnumerable<object?>> GroupAsync(Stream file, int group, CancellationToken cancellationToken)
    {
        file.Position = 0;
        return (await ParquetSerializer.DeserializeUntypedAsync(file, null, group, cancellationToken).ConfigureAwait(false)).Data;
    }

    private static async Task<T> GuardedAsync<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The library answers a damaged file with whatever its decoders run into.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            throw new DataFileException(path, $"is no whole Parquet file: {e.Message}", e);
        }
    }
}
