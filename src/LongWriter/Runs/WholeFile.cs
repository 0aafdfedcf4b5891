using System.Text;
using System.Text.Json;

namespace LongWriter.Runs;

/// <summary>
/// A file that is there once it is whole: until then it has a temporary name, and what stood there before still stands. Before
/// <see cref="Complete"/> returns, the file and its name are on the disk; disposed of without it, nothing is left.
/// </summary>
/// <remarks>Where the path is a link, the file that it leads to is written, and the link stays.</remarks>
public sealed class WholeFile : IDisposable, IAsyncDisposable
{
    private readonly string _path;
    private readonly string _target;
    private readonly Func<string, string, Exception, Exception> _told;
    private readonly FileStream _file;
    private bool _isCompleted;

    /// <summary>Begins a file. Its folder is made.</summary>
    /// <param name="told">The exception for a path, what is wrong with it, and what the system said; thrown by all that writes.</param>
    /// <exception cref="Exception">By <paramref name="told"/>: nothing can be written there.</exception>
    public WholeFile(string path, Func<string, string, Exception, Exception> told)
    {
        ArgumentNullException.ThrowIfNull(path);
        (_path, _told) = (path, told);
        (_target, _file) = Guarded(() =>
        {
            var target = Target(path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            return (target, new FileStream(Temporary(target), FileMode.Create, FileAccess.Write, FileShare.None));
        });
        Stream = new ToldStream(_file, Told);
    }

    /// <summary>What is written here is in the file.</summary>
    public Stream Stream { get; }

    /// <summary>Writes a text, as UTF-8, and nothing else.</summary>
    /// <exception cref="Exception">By <paramref name="told"/>: nothing can be written there, or the disk is full. What stood there stands.</exception>
    public static void Save(string path, string text, Func<string, string, Exception, Exception> told) => Save(path, Encoding.UTF8.GetBytes(text), told);

    /// <inheritdoc cref="Save(string, string, Func{string, string, Exception, Exception})"/>
    public static void Save(string path, ReadOnlySpan<byte> bytes, Func<string, string, Exception, Exception> told)
    {
        using var file = new WholeFile(path, told);
        file.Stream.Write(bytes);
        file.Complete();
    }

    /// <summary>Writes one object as a line of JSON.</summary>
    public async Task WriteLineAsync<T>(T value, CancellationToken cancellationToken = default)
    {
        await JsonSerializer.SerializeAsync(Stream, value, EventJson.Options, cancellationToken).ConfigureAwait(false);
        Stream.WriteByte((byte)'\n');
    }

    /// <summary>Gives the file its name.</summary>
    public void Complete() => Guarded(() =>
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(Temporary(_target), _target, overwrite: true);
        FolderNames.Flush(_target);
        return _isCompleted = true;
    });

    public void Dispose()
    {
        if (_isCompleted)
        {
            return;
        }

        try
        {
            _file.Dispose();
        }
        catch (Exception e) when (LineFile.IsRefused(e))
        {
            // A full disk, again: what it does not take is given up.
        }

        File.Delete(Temporary(_target));
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Bears the process, so that it is never a file of another.</summary>
    private static string Temporary(string target) => $"{target}.{Environment.ProcessId}.tmp";

    private static string Target(string path) =>
        Directory.Exists(path) ? throw new IOException("it is a folder; name a file")
        : new FileInfo(path).LinkTarget is not null ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName
        : Path.GetFullPath(path);

    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (LineFile.IsRefused(e))
        {
            throw Told(e);
        }
    }

    private Exception Told(Exception e) => _told(_path, $"cannot be written: {e.Message}", e);
}
