using System.Text;
using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Running;

/// <summary>How the files of an evaluation's folder are read and written.</summary>
internal static class FolderFiles
{
    public static JsonSerializerOptions Indented { get; } = new(EventJson.Options) { WriteIndented = true };

    public static LineFileProblems Problems { get; } = new(
        static (path, problem, inner) => new EvaluationFileException(path, problem, inner),
        "another process is writing it; wait for it, or stop it",
        "Name a folder that can be written to.",
        "What stands in it is good; make room, or make it writable, and give the same command again.");

    /// <summary>Whether a file may stand where no run is yet: what is made before the run's record is.</summary>
    public static bool IsBegun(string name) => name is "lock" or "failures.lock" or "predictions.jsonl" or "failures.jsonl" or "suite.jsonl" || name.EndsWith(".tmp", StringComparison.Ordinal);

    /// <exception cref="EvaluationFileException">While enumerated: the file cannot be read, or a line is damaged.</exception>
    public static IEnumerable<T> Read<T>(string path)
        where T : class => Lines(path).Select(line => Parse<T>(path, line.Number, line.Line.Span));

    /// <summary>Whole lines with their numbers from 1, whatever they hold.</summary>
    /// <exception cref="EvaluationFileException">While enumerated: the file cannot be read.</exception>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Lines(string path)
    {
        using var lines = LineFile.Read(path).GetEnumerator();
        while (Next(path, lines))
        {
            yield return lines.Current;
        }
    }

    /// <exception cref="EvaluationFileException">The line is damaged.</exception>
    public static T Parse<T>(string path, int number, ReadOnlySpan<byte> line)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(line, EventJson.Options) ?? throw Damaged(path, number, line, null);
        }
        catch (JsonException e)
        {
            throw Damaged(path, number, line, e);
        }
    }

    /// <exception cref="EvaluationFileException">It cannot be written.</exception>
    public static void Save(string path, string text) => WholeFile.Save(path, text, Problems.Told);

    /// <exception cref="EvaluationFileException">It cannot be written.</exception>
    public static void Save(string path, byte[] bytes) => WholeFile.Save(path, bytes, Problems.Told);

    private static bool Next(string path, IEnumerator<(int Number, ReadOnlyMemory<byte> Line)> lines)
    {
        try
        {
            return lines.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }
    }

    private static EvaluationFileException Damaged(string path, int number, ReadOnlySpan<byte> line, Exception? inner) =>
        new(path, $"line {number} is damaged: {Encoding.UTF8.GetString(line[..Math.Min(60, line.Length)]).ReplaceLineEndings(" ")}… Take that line out to go on without it.", inner);
}
