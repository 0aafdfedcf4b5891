using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LongWriter.Runs;

/// <summary>
/// The append-only record of a run: a header, then one line of JSON for every plan, section and chapter as soon as it is final, each on
/// the disk before the run goes on. Whatever stops the run, at most the call in flight is lost.
/// </summary>
/// <remarks>One process writes a journal at a time. Not thread-safe.</remarks>
public sealed class Journal : IDisposable
{
    /// <summary>The journal's name in the folder of its run.</summary>
    public const string FileName = "journal.jsonl";

    /// <summary>Held by the process that writes the run; the operating system lets go of it however that ends.</summary>
    private const string LockName = "lock";

    /// <summary>A buffer would keep what a full disk refused, and fail once more when it is let go.</summary>
    private const int Unbuffered = 0;

    /// <summary>EEXIST and ERROR_FILE_EXISTS.</summary>
    private const int FileExists = 17;
    private const int FileExistsOnWindows = 80;

    private const string Kept = "What stands in it is good; make room, or make it writable, and resume the run.";

    private readonly FileStream _lock;
    private readonly FileStream _file;
    private readonly HashSet<(Type, int)> _kept = [];

    private Journal(string path, FileStream held, FileStream file, RunHeader header, IReadOnlyList<WritingEvent> events, RunEnd? finished)
    {
        (Path, _lock, _file, Header, Past, Finished) = (path, held, file, header, events, finished);
        _kept.UnionWith(events.Select(Key).OfType<(Type, int)>());
    }

    public string Path { get; }

    public RunHeader Header { get; }

    /// <summary>What stood in it when it was opened, or begun.</summary>
    public IReadOnlyList<WritingEvent> Past { get; }

    /// <summary>How the run ended, where it had ended when it was opened.</summary>
    public RunEnd? Finished { get; }

    /// <summary>Begins a journal in a folder, which is made.</summary>
    /// <param name="past">What stands already of another run.</param>
    /// <exception cref="JournalException">The folder cannot be written to or holds a journal.</exception>
    public static Journal Create(string folder, RunHeader header, IReadOnlyList<WritingEvent>? past = null)
    {
        ArgumentNullException.ThrowIfNull(header);
        past = [.. (past ?? []).Where(happened => Key(happened) is not null)];
        var path = System.IO.Path.Combine(folder, FileName);
        var journal = Guarded(path, "Set LONGWRITER_HOME to a folder that can be written to.", () =>
        {
            Directory.CreateDirectory(folder);
            return new Journal(path, Lock(folder), new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, Unbuffered), header, past, null);
        });
        journal.Append(string.Join('\n', past.Select(happened => JsonSerializer.Serialize(happened, EventJson.Options)).Prepend(JsonSerializer.Serialize(header, EventJson.Options))));
        return journal;
    }

    /// <summary>Whether a journal could not be begun because one stands there, or is begun there by another process.</summary>
    internal static bool IsTaken(JournalException problem) => problem.InnerException is IOException e && (IsLocked(e) || (e.HResult & 0xFFFF) is FileExists or FileExistsOnWindows);

    /// <summary>Opens a journal to go on with it. What a crash left half-written is cut off.</summary>
    /// <exception cref="JournalException">It cannot be read, is damaged, or another process is writing it.</exception>
    public static Journal Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);

        // Locked before it is read: what another process is about to append would be cut off as half-written.
        if (!File.Exists(path))
        {
            throw new JournalException(path, "there is no such run");
        }

        var held = Guarded(path, Kept, () => Lock(folder));
        FileStream? file = null;
        try
        {
            file = Guarded(path, Kept, () => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, Unbuffered));
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            var content = JournalContent.Parse(path, bytes);
            file.SetLength(content.Length);
            file.Seek(0, SeekOrigin.End);
            return new Journal(path, held, file, content.Header, content.Events, content.Finished);
        }
        catch
        {
            file?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Passes events on; each that a journal keeps is on the disk before it is.</summary>
    /// <exception cref="JournalException">The disk is full or gone; what stands in the journal stays good.</exception>
    public async IAsyncEnumerable<WritingEvent> RecordAsync(IAsyncEnumerable<WritingEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var happened in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (Key(happened) is { } key && _kept.Add(key))
            {
                Append(JsonSerializer.Serialize(happened, EventJson.Options));
            }
            else if (happened is DocumentFinished done && Finished is null)
            {
                Append(JsonSerializer.Serialize(new RunEnd(done.Document.Words, done.TargetWords, done.LengthScore, done.Seconds, done.Usage), EventJson.Options));
            }

            yield return happened;
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        _lock.Dispose();
    }

    private static FileStream Lock(string folder) => new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>What tells an event that is kept from all others, or null for one that is not.</summary>
    private static (Type, int)? Key(WritingEvent happened) => happened switch
    {
        OutlineReady => (typeof(OutlineReady), 0),
        PlanReady plan => (typeof(PlanReady), plan.Chapter),
        SectionFinished section => (typeof(SectionFinished), section.Section.Number),
        ChapterFinished chapter => (typeof(ChapterFinished), chapter.Chapter),
        _ => null,
    };

    private void Append(string line) => Guarded(Path, Kept, () =>
    {
        var end = _file.Position;
        try
        {
            _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
            _file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (IsRefused(e))
        {
            // Half a line of a full disk: cut off, so that the next one begins a line of its own.
            _file.SetLength(end);
            throw;
        }

        return 0;
    });

    /// <param name="advice">What to do where it cannot be written.</param>
    private static T Guarded<T>(string path, string advice, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (IOException e) when (IsLocked(e))
        {
            throw new JournalException(path, "another process is writing this run; wait for it, or stop it", e);
        }
        catch (Exception e) when (IsRefused(e))
        {
            throw new JournalException(path, $"cannot be written: {e.Message} {advice}", e);
        }
    }

    /// <summary>Whether the system refused a file or a write to it; the last where a limit on the size of files did (EFBIG).</summary>
    private static bool IsRefused(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    /// <summary>A sharing violation: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK of flock elsewhere.</summary>
    private static bool IsLocked(IOException e) => (e.HResult & 0xFFFF) is 32 or 11 or 35;
}
