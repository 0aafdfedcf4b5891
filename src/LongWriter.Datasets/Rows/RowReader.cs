using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LongWriter.Datasets.Rows;

/// <summary>Reads rows from JSONL or Parquet, by the file's ending, in constant memory: a line at a time, or a row group.</summary>
public static class RowReader
{
    /// <summary>Rows to train on.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static IAsyncEnumerable<Located<ChatRow>> ChatsAsync(string path, CancellationToken cancellationToken = default) => ReadAsync(path, ChatRow.Read, cancellationToken);

    /// <summary>Rows to prefer by.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static IAsyncEnumerable<Located<PreferenceRow>> PreferencesAsync(string path, CancellationToken cancellationToken = default) => ReadAsync(path, PreferenceRow.Read, cancellationToken);

    /// <summary>Rows to answer.</summary>
    /// <exception cref="DataFileException">The file cannot be read.</exception>
    public static IAsyncEnumerable<Located<InstructionRow>> InstructionsAsync(string path, CancellationToken cancellationToken = default) => ReadAsync(path, InstructionRow.Read, cancellationToken);

    /// <summary>Reads a file to its end, before any work on it begins.</summary>
    /// <exception cref="DataFileException">The file cannot be read, or a row of it cannot be used.</exception>
    public static async Task RefuseBadAsync<T>(this IAsyncEnumerable<Located<T>> rows, string path, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(rows);
        await foreach (var (line, _, problem) in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (problem is not null)
            {
                throw DataFileException.OfRow(path, line, problem);
            }
        }
    }

    /// <param name="read">Makes a row of an object, or throws <see cref="RowException"/>.</param>
    internal static async IAsyncEnumerable<Located<T>> ReadAsync<T>(string path, Func<JsonElement, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var objects = DataFile.IsParquet(path) ? ParquetRows.ReadAsync(path, cancellationToken) : new JsonLines(path).ReadAsync(cancellationToken);
        await foreach (var (line, json, problem) in objects.ConfigureAwait(false))
        {
            yield return problem is null ? Read(line, json, read) : new Located<T>(line, null, problem);
        }
    }

    private static Located<T> Read<T>(long line, JsonElement json, Func<JsonElement, T> read)
        where T : class
    {
        try
        {
            return new Located<T>(line, read(json), null);
        }
        catch (RowException e)
        {
            return new Located<T>(line, null, e.Message);
        }
        catch (InvalidOperationException)
        {
            // What JSON allows and .NET's strings can't hold: half of a surrogate pair, escaped.
            return new Located<T>(line, null, "holds half a character (an unpaired \\ud800 to \\udfff)");
        }
    }
}
