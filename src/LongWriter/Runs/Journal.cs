using System.Runtime.CompilerServices;
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

    private static readonly LineFileProblems s_problems = new(
        static (path, problem, inner) => new JournalException(path, problem, inner),
        "another process is writing this run; wait for it, or stop it",
        "Set LONGWRITER_HOME to a folder that can be written to.",
        "What stands in it is good; make room, or make it writable, and resume the run.");

    private readonly LineFile _file;
    private readonly HashSet<(Type, int)> _kept = [];

    private Journal(LineFile file, RunHeader header, IReadOnlyList<WritingEvent> events, RunEnd? finished)
    {
        (_file, Header, Past, Finished) = (file, header, events, finished);
        _kept.UnionWith(events.Select(Key).OfType<(Type, int)>());
    }

    public string Path => _file.Path;

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
        var file = LineFile.Create(System.IO.Path.Combine(folder, FileName), Lock(folder), s_problems);
        try
        {
            file.Append(string.Join('\n', past.Select(happened => JsonSerializer.Serialize(happened, EventJson.Options)).Prepend(JsonSerializer.Serialize(header, EventJson.Options))));
            return new Journal(file, header, past, null);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a journal could not be begun because one stands there, or is begun there by another process.</summary>
    internal static bool IsTaken(JournalException problem) => LineFile.IsTaken(problem.InnerException);

    /// <summary>Opens a journal to go on with it. What a crash left half-written is cut off before the next line.</summary>
    /// <exception cref="JournalException">It cannot be read, is damaged, or another process is writing it.</exception>
    public static Journal Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            throw new JournalException(path, "there is no such run");
        }

        // Opened before it is read: another process that writes it is told here.
        var file = LineFile.Open(path, Lock(folder), s_problems);
        try
        {
            var content = JournalContent.Read(path);
            return new Journal(file, content.Header, content.Events, content.Finished);
        }
        catch
        {
            file.Dispose();
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
                _file.Append(JsonSerializer.Serialize(happened, EventJson.Options));
            }
            else if (happened is DocumentFinished done && Finished is null)
            {
                _file.Append(JsonSerializer.Serialize(new RunEnd(done.Document.Words, done.TargetWords, done.LengthScore, done.Seconds, done.Usage), EventJson.Options));
            }

            yield return happened;
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Lock(string folder) => System.IO.Path.Combine(folder, LockName);

    /// <summary>What tells an event that is kept from all others, or null for one that is not.</summary>
    private static (Type, int)? Key(WritingEvent happened) => happened switch
    {
        OutlineReady => (typeof(OutlineReady), 0),
        PlanReady plan => (typeof(PlanReady), plan.Chapter),
        SectionFinished section => (typeof(SectionFinished), section.Section.Number),
        ChapterFinished chapter => (typeof(ChapterFinished), chapter.Chapter),
        _ => null,
    };
}
