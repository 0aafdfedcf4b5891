using System.Text;
using LongWriter.Runs;

namespace LongWriter.Cli;

/// <summary>A file to write the result to, proved writable before any work begins.</summary>
internal sealed class OutputFile
{
    private static readonly Func<string, string, Exception, Exception> s_told = static (path, problem, inner) => new UsageException($"{path}: {problem}", inner);

    /// <summary>What is written straight, because a rename would put a file in its place: /dev/stdout, /dev/null.</summary>
    private readonly bool _device;

    private OutputFile(string path) => (Path, _device) = (path, path.StartsWith("/dev/", StringComparison.Ordinal));

    public string Path { get; }

    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static OutputFile Open(string path)
    {
        var file = new OutputFile(path);
        if (!file._device)
        {
            // A mistyped folder is told, not made.
            var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path));
            if (folder is not null && !Directory.Exists(folder))
            {
                throw new UsageException($"{path}: cannot be written: there is no folder {folder}");
            }

            // An existing result stays until the new one is whole: it is begun and given up.
            using var begun = new WholeFile(path, s_told);
        }

        return file;
    }

    /// <exception cref="UsageException">The disk is full or the place no longer writable; what stood there before still stands.</exception>
    public void Save(string text) => Save(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc cref="Save(string)"/>
    public void Save(byte[] bytes) => Replace(file => file.Write(bytes));

    /// <summary>Writes a text as it is made, for those that may be more than the memory holds.</summary>
    /// <param name="write">Where it fails or is interrupted, what stood there before still stands.</param>
    /// <inheritdoc cref="Save(string)"/>
    public void Save(Action<TextWriter> write) => Replace(file =>
    {
        using var text = new StreamWriter(file, new UTF8Encoding(false), bufferSize: 64 * 1024, leaveOpen: true);
        write(text);
    });

    private void Replace(Action<Stream> write)
    {
        if (!_device)
        {
            using var whole = new WholeFile(Path, s_told);
            write(whole.Stream);
            whole.Complete();
            return;
        }

        try
        {
            using var device = new FileStream(Path, FileMode.Create, FileAccess.Write);
            write(device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{Path}: cannot be written: {e.Message}", e);
        }
    }
}
