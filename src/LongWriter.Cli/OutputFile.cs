using System.Text;

namespace LongWriter.Cli;

/// <summary>A file to write the result to, proved writable before any work begins; written to a temporary name and renamed.</summary>
internal sealed class OutputFile
{
    private readonly string _target;

    /// <summary>What is written straight, because a rename would put a file in its place: /dev/stdout, /dev/null.</summary>
    private readonly bool _device;

    private OutputFile(string path)
    {
        Path = path;
        _device = path.StartsWith("/dev/", StringComparison.Ordinal);

        // The file behind a link is replaced, not the link.
        _target = !_device && new FileInfo(path).LinkTarget is not null ? File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName : path;
    }

    public string Path { get; }

    /// <summary>Bears the process, so that it is never a file of the user's or of another run.</summary>
    internal string Temporary => $"{_target}.{Environment.ProcessId}.tmp";

    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static OutputFile Open(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new UsageException($"cannot write to {path}: it is a folder; name a file");
            }

            var file = new OutputFile(path);
            if (!file._device)
            {
                // An existing result stays until the new one is whole; the probe only proves that a file can be made here.
                File.WriteAllText(file.Temporary, "");
                File.Delete(file.Temporary);
            }

            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"cannot write to {path}: {e.Message}", e);
        }
    }

    /// <exception cref="UsageException">The disk is full or the place no longer writable; what stood there before still stands.</exception>
    public void Save(string text) => Save(new UTF8Encoding(false).GetBytes(text));

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
        try
        {
            if (_device)
            {
                Write(_target, write);
                return;
            }

            try
            {
                Write(Temporary, write);
                File.Move(Temporary, _target, overwrite: true);
            }
            catch
            {
                // Half a text is of no use to anyone.
                File.Delete(Temporary);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write to {Path}: {e.Message}", e);
        }
    }

    private static void Write(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        write(file);
    }
}
