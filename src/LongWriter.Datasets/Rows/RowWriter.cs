using LongWriter.Runs;

namespace LongWriter.Datasets.Rows;

/// <summary>What a file's rows are.</summary>
public enum RowForm
{
    /// <summary><see cref="ChatRow"/></summary>
    Chat,

    /// <summary><see cref="PreferenceRow"/></summary>
    Preference,
}

/// <summary>Writes rows to JSONL or Parquet, by the file's ending. The file is there once it is completed.</summary>
public abstract class RowWriter : IAsyncDisposable
{
    private readonly WholeFile _file;

    private protected RowWriter(string path) => _file = new WholeFile(path, DataFileException.Told);

    private protected Stream Stream => _file.Stream;

    /// <exception cref="DataFileException">Nothing can be written there.</exception>
    public static async Task<RowWriter> CreateAsync(string path, RowForm form, CancellationToken cancellationToken = default) =>
        DataFile.IsParquet(path) ? await ParquetRowWriter.OpenAsync(path, form, cancellationToken).ConfigureAwait(false) : new JsonRowWriter(path);

    public abstract Task WriteAsync(ChatRow row, CancellationToken cancellationToken = default);

    public abstract Task WriteAsync(PreferenceRow row, CancellationToken cancellationToken = default);

    /// <summary>Writes what is left and gives the file its name.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        await FinishAsync(cancellationToken).ConfigureAwait(false);
        _file.Complete();
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    private protected Task WriteLineAsync<T>(T row, CancellationToken cancellationToken) => _file.WriteLineAsync(row, cancellationToken);

    private protected abstract Task FinishAsync(CancellationToken cancellationToken);
}
