using LongWriter.Chat;
using LongWriter.Datasets.Rows;
using LongWriter.Planning;
using LongWriter.Runs;

namespace LongWriter.Datasets.Authoring;

/// <summary>Writes documents, each with its journal.</summary>
internal sealed class DocumentAuthor(DocumentWriter writer, RunSettings settings, TimeProvider time, Func<Exception, bool> fails) : Author
{
    internal override string? Lacks(InstructionRow row) => row.Instruction.Length == 0 ? "has no instruction" : null;

    internal override async Task<Composition> WriteAsync(string folder, InstructionRow row, long seed, CancellationToken cancellationToken)
    {
        if (Read(folder, row) is { } finished)
        {
            return finished;
        }

        var isPlanned = false;
        try
        {
            using var journal = Open(folder, row, seed);
            var request = journal.Header.ToRequest(journal.Past);
            await foreach (var happened in journal.RecordAsync(writer.WriteAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                isPlanned |= happened is PlanReady or OutlineReady;
            }
        }
        catch (Exception e) when (e is WritingException { InnerException: not AnswerBrokenOffException } || fails(e))
        {
            new Failure(isPlanned ? Reason.FailedText : Reason.FailedPlan, OneLine(e.Message)).Save(folder);
        }

        return Read(folder, row)!;
    }

    internal override Composition? Read(string folder, InstructionRow row)
    {
        if (Failure.Read(folder) is { } failure)
        {
            return Composition.Of(row.Instruction, failure);
        }

        var path = Path.Combine(folder, Journal.FileName);
        if (!HasHeader(path) || JournalContent.Read(path) is not { Finished: { } end } content)
        {
            return null;
        }

        var sections = content.Events.OfType<SectionFinished>().Select(finished => finished.Section).OrderBy(section => section.Number);
        return new Composition(row.Instruction, [.. sections.Select(section => section.Text)])
        {
            Plan = PlanFile.Of(content.Events)?.ToString(),
            Aimed = end.TargetWords,
            Usage = content.Events.Select(TokenUsage.Of).Aggregate(new TokenUsage(0, 0, 0), static (sum, usage) => sum + usage),
        };
    }

    private Journal Open(string folder, InstructionRow row, long seed)
    {
        var path = Path.Combine(folder, Journal.FileName);
        if (HasHeader(path))
        {
            return Journal.Open(folder);
        }

        if (File.Exists(path))
        {
            // Stopped between the file and its first line: nothing was asked of a model yet.
            File.Delete(path);
        }

        return Journal.Create(folder, new RunHeader(RunHeader.Version, Path.GetFileName(folder), time.GetUtcNow(), row.Instruction, settings) { Seed = seed });
    }

    private static bool HasHeader(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> bytes = stackalloc byte[512];
        while (file.Read(bytes) is > 0 and var read)
        {
            if (bytes[..read].Contains((byte)'\n'))
            {
                return true;
            }
        }

        return false;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
