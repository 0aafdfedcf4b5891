using System.Text;

namespace LongWriter.Runs;

/// <summary>
/// A file of JSON lines that only ever grows, written by one process at a time: each line is on the disk before the call that appends it
/// returns, and what a crash or a full disk left half-written is cut off before the next one.
/// </summary>
/// <remarks>Appending is thread-safe. Others may read the file meanwhile, by <see cref="Read"/>.</remarks>
public sealed class LineFile : IDisposable
{
    /// <summary>A buffer would keep what a full disk refused, and fail once more when it is let go.</summary>
    private const int Unbuffered = 0;

    /// <summary>Bytes that are looked at in one go for the end of the last whole line.</summary>
    private const int Block = 64 * 1024;

    /// <summary>EEXIST and ERROR_FILE_EXISTS.</summary>
    private const int FileExists = 17;
    private const int FileExistsOnWindows = 80;

    private readonly Lock _appending = new();
    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly LineFileProblems _problems;

    private LineFile(string path, FileStream held, FileStream file, LineFileProblems problems) => (Path, _lock, _file, _problems) = (path, held, file, problems);

    public string Path { get; }

    /// <summary>Begins a file. Its folder is made.</summary>
    /// <param name="lockPath">A file that is held by the process that writes; the operating system lets go of it however that ends.</param>
    /// <exception cref="Exception">By <paramref name="problems"/>: the folder cannot be written to, the file is there, or another process holds the lock.</exception>
    public static LineFile Create(string path, string lockPath, LineFileProblems problems) => Open(path, lockPath, problems, FileMode.CreateNew);

    /// <summary>Opens a file that is there, to go on with it.</summary>
    /// <exception cref="Exception">As for <see cref="Create"/>, or it is not there.</exception>
    public static LineFile Open(string path, string lockPath, LineFileProblems problems) => Open(path, lockPath, problems, FileMode.Open);

    /// <summary>Opens a file to go on with it, or begins it.</summary>
    /// <exception cref="Exception">As for <see cref="Create"/>.</exception>
    public static LineFile OpenOrCreate(string path, string lockPath, LineFileProblems problems) => Open(path, lockPath, problems, FileMode.OpenOrCreate);

    /// <summary>The whole lines of such a file, as they are on the disk now; none where there is no file. What was not written to its end is no line.</summary>
    /// <returns>Each line with its number from 1, without its end.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, Unbuffered);
        var bytes = new byte[Block];
        var (held, number) = (0, 0);
        while (file.Read(bytes.AsSpan(held)) is > 0 and var read)
        {
            // What was held before has no end of a line in it.
            var (start, looked) = (0, held);
            held += read;
            while (Array.IndexOf(bytes, (byte)'\n', looked, held - looked) is >= 0 and var end)
            {
                yield return (++number, bytes.AsMemory(start, end - start));
                start = looked = end + 1;
            }

            // Lines that were handed out keep their bytes: what is left goes on in an array of its own.
            var rest = new byte[Math.Max(Block, 2 * (held - start))];
            bytes.AsSpan(start, held - start).CopyTo(rest);
            (bytes, held) = (rest, held - start);
        }
    }

    /// <summary>Appends lines, all of them or none.</summary>
    /// <param name="lines">One line, or several with line feeds between them; without the last one's.</param>
    /// <exception cref="Exception">By the file's problems: the disk is full or gone. What stands in the file stays good.</exception>
    public void Append(string lines)
    {
        var bytes = Encoding.UTF8.GetBytes(lines + "\n");
        lock (_appending)
        {
            Guarded(Path, _problems, _problems.Kept, () =>
            {
                var end = _file.Position;
                if (_file.Length > end)
                {
                    _file.SetLength(end);
                }

                try
                {
                    _file.Write(bytes);
                    _file.Flush(flushToDisk: true);
                }
                catch (Exception e) when (IsRefused(e))
                {
                    // Half a line of a full disk: cut off, so that the next one begins a line of its own.
                    _file.SetLength(end);
                    _file.Position = end;
                    throw;
                }

                return 0;
            });
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    /// <summary>Whether a file could not be begun because one stands there, or is begun there by another process.</summary>
    internal static bool IsTaken(Exception? problem) => problem is IOException e && (IsLocked(e) || (e.HResult & 0xFFFF) is FileExists or FileExistsOnWindows);

    private static LineFile Open(string path, string lockPath, LineFileProblems problems, FileMode mode) => Guarded(path, problems, mode == FileMode.Open ? problems.Kept : problems.NotBegun, () =>
    {
        if (mode != FileMode.Open)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        }

        // Locked before it is looked at: what another process is about to append would be taken for half-written.
        var held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        FileStream? file = null;
        try
        {
            file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite, Unbuffered);
            file.Position = EndOfLines(file);
            return new LineFile(path, held, file, problems);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    });

    /// <summary>Where the last whole line ends, in bytes.</summary>
    private static long EndOfLines(FileStream file)
    {
        var bytes = new byte[Block];
        for (var end = file.Length; end > 0;)
        {
            var start = Math.Max(0, end - Block);
            file.Position = start;
            var block = bytes.AsSpan(0, (int)(end - start));
            file.ReadExactly(block);
            if (block.LastIndexOf((byte)'\n') is >= 0 and var last)
            {
                return start + last + 1;
            }

            end = start;
        }

        return 0;
    }

    private static T Guarded<T>(string path, LineFileProblems problems, string advice, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e) when (IsLocked(e))
        {
            throw problems.Told(path, problems.Busy, e);
        }
        catch (Exception e) when (IsRefused(e))
        {
            throw problems.Told(path, $"cannot be written: {e.Message} {advice}", e);
        }
    }

    /// <summary>Whether the system refused a file or a write to it; the last where a limit on the size of files did (EFBIG).</summary>
    internal static bool IsRefused(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>A sharing violation: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK of flock elsewhere.</summary>
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 32 or 11 or 35;
}

/// <summary>How the problems of a <see cref="LineFile"/> are told to its user.</summary>
/// <param name="Told">The exception for a path, what is wrong with it, and what the system said.</param>
/// <param name="Busy">What to say where another process is writing it.</param>
/// <param name="NotBegun">What to do where it cannot be begun; a sentence.</param>
/// <param name="Kept">What to do where it cannot be gone on with; a sentence.</param>
public sealed record LineFileProblems(Func<string, string, Exception, Exception> Told, string Busy, string NotBegun, string Kept);
