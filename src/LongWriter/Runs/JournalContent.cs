using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LongWriter.Planning;
using LongWriter.Text;

namespace LongWriter.Runs;

/// <summary>What a journal says. Format: docs/formats/journal.md.</summary>
/// <param name="Events">Outline, plans, sections and chapters, in the order they were finished.</param>
/// <param name="Finished">How the run ended, or null while it has not.</param>
/// <param name="Length">Bytes up to the end of the last whole line.</param>
public sealed record JournalContent(RunHeader Header, IReadOnlyList<WritingEvent> Events, RunEnd? Finished, long Length)
{
    /// <summary>Reads the lines of a journal. A last line that was not written to its end is passed over.</summary>
    /// <exception cref="JournalException">It cannot be read, is no journal, is of a later version, or is damaged.</exception>
    public static JournalContent Read(string path)
    {
        byte[] bytes;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(path, $"cannot be read: {e.Message}", e);
        }

        return Parse(path, bytes);
    }

    /// <exception cref="JournalException">As for <see cref="Read"/>.</exception>
    internal static JournalContent Parse(string path, ReadOnlySpan<byte> bytes)
    {
        RunHeader? header = null;
        RunEnd? finished = null;
        var events = new List<WritingEvent>();
        long length = 0;
        for (var number = 1; bytes.IndexOf((byte)'\n') is >= 0 and var end; number++)
        {
            var line = bytes[..end];
            bytes = bytes[(end + 1)..];
            try
            {
                if (header is null)
                {
                    header = ReadHeader(path, line);
                }
                else if (line.IndexOf("\"run_finished\""u8) is >= 0 and < 40)
                {
                    finished = JsonSerializer.Deserialize<RunEnd>(line, EventJson.Options);
                }
                else if (ReadEvent(line) is { } happened)
                {
                    events.Add(happened);
                }
            }
            catch (Exception e) when (e is JsonException or NotSupportedException or ArgumentException or InvalidOperationException)
            {
                // A line that a crash left half-written has no end; this one was damaged later.
                throw new JournalException(path, $"line {number} is damaged: {Encoding.UTF8.GetString(line[..Math.Min(60, line.Length)])}… Take that line out to go on without it, or begin a new run.", e);
            }

            length += end + 1;
        }

        return header is null
            ? throw new JournalException(path, "holds no header; the run was stopped before it began. Begin a new run.")
            : new JournalContent(header, events, finished, length);
    }

    private static RunHeader ReadHeader(string path, ReadOnlySpan<byte> line)
    {
        using var json = JsonDocument.Parse(line.ToArray());
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("journal", out var version) || !version.TryGetInt32(out var number))
        {
            throw new JournalException(path, "is no journal of a run: its first line states no version");
        }

        return number switch
        {
            > RunHeader.Version => throw new JournalException(path, $"is of version {number}; this program reads up to version {RunHeader.Version}. Update it to go on with the run."),
            < 1 => throw new JournalException(path, $"is of version {number}, from before the first release; begin a new run"),
            _ => json.RootElement.Deserialize<RunHeader>(EventJson.Options) is { } header && (header.Plan is null || IsWhole(header.Plan)) && (header.Outline is null || IsWhole(header.Outline)) ? header : throw new JsonException("the header is incomplete"),
        };
    }

    private static WritingEvent? ReadEvent(ReadOnlySpan<byte> line) => JsonSerializer.Deserialize<WritingEvent>(line, EventJson.Options) switch
    {
        // No text has more words than characters.
        SectionFinished { Section: { Text: var text, Number: > 0, Words: >= 0 and var words } } section when words <= text.Length => section,
        PlanReady plan when IsWhole(plan.Plan) => plan,
        OutlineReady outline when IsWhole(outline.Outline) => outline,
        ChapterFinished chapter when chapter.Ledger.All(entry => entry is not null) => chapter,
        PlanRepaired => null,
        _ => throw new JsonException("the event is incomplete, or none that a journal keeps"),
    };

    private static bool IsWhole(Plan plan) =>
        plan.Steps is { Count: > 0 } steps && steps.All(step => step is { Words: > 0 }) && steps.Sum(step => (long)step.Words) <= TargetLength.Most;

    private static bool IsWhole(Outline outline) =>
        outline.Chapters is { Count: > 0 } chapters && chapters.All(chapter => chapter is { Words: > 0 } && (chapter.Sections is null || IsWhole(chapter.Sections))) && chapters.Sum(chapter => (long)chapter.Words) <= TargetLength.Most;
}

/// <summary>The last line of a finished run.</summary>
/// <param name="Words">Words written.</param>
/// <param name="LengthScore">S_l, 0 to 100.</param>
/// <param name="Seconds">Time of the last attempt.</param>
public sealed record RunEnd(int Words, int TargetWords, double LengthScore, double Seconds, TokenUsage Usage)
{
    /// <summary>Tells the line from the others.</summary>
    [JsonPropertyOrder(-1)]
    public string Event { get; init; } = "run_finished";
}
