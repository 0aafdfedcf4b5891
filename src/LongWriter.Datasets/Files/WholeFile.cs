using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Datasets.Files;

/// <summary>A file that is there once it is whole: until then it has a temporary name, and what stood there before still stands.</summary>
internal sealed class WholeFile : IAsyncDisposable
{
    private readonly string _path;
    private bool _completed;

    /// <exception cref="DataFileException">Nothing can be written there.</exception>
    public WholeFile(string path)
    {
        _path = path;
        try
        {
            if (Directory.Exists(path))
            {
                throw new DataFileException(path, "is a folder; name a file");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Stream = new FileStream(Temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(path, $"cannot be written: {e.Message}", e);
        }
    }

    public FileStream Stream { get; }

    /// <summary>Bears the process, so that it is never a file of another run.</summary>
    private string Temporary => $"{_path}.{Environment.ProcessId}.tmp";

    /// <summary>Writes a text and nothing else.</summary>
    /// <exception cref="DataFileException">Nothing can be written there.</exception>
    public static async Task WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        var file = new WholeFile(path);
        await using (file.ConfigureAwait(false))
        {
            await file.Stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), cancellationToken).ConfigureAwait(false);
            await file.CompleteAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Writes one object as a line of JSON.</summary>
    public async Task WriteLineAsync<T>(T value, CancellationToken cancellationToken)
    {
        await JsonSerializer.SerializeAsync(Stream, value, EventJson.Options, cancellationToken).ConfigureAwait(false);
        Stream.WriteByte((byte)'\n');
    }

    /// <summary>Gives the file its name.</summary>
    public async Task CompleteAsync()
    {
        Stream.Flush(flushToDisk: true);
        await Stream.DisposeAsync().ConfigureAwait(false);
        File.Move(Temporary, _path, overwrite: true);
        _completed = true;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync().ConfigureAwait(false);
        if (!_completed)
        {
            File.Delete(Temporary);
        }
    }
}
