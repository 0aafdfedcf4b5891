using System.Text.Json;
using LongWriter.Evaluation.Running;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>Comparisons in the folder of the first of the runs, <c>pairwise.jsonl</c>, open to be gone on with.</summary>
/// <remarks>Appending is thread-safe.</remarks>
public sealed class ComparisonFile : IDisposable
{
    private const string Name = "pairwise.jsonl";

    private readonly LineFile _file;

    private ComparisonFile(LineFile file, IReadOnlyList<Comparison> past) => (_file, Past) = (file, past);

    public string Path => _file.Path;

    /// <summary>What stood in it when it was opened.</summary>
    public IReadOnlyList<Comparison> Past { get; }

    /// <param name="folder">The folder of an evaluation.</param>
    /// <exception cref="EvaluationFileException">Another process writes it, it is damaged, or it cannot be written.</exception>
    public static ComparisonFile Open(string folder)
    {
        var path = System.IO.Path.Combine(folder, Name);
        var file = LineFile.OpenOrCreate(path, System.IO.Path.ChangeExtension(path, ".lock"), FolderFiles.Problems);
        try
        {
            return new ComparisonFile(file, [.. FolderFiles.Read<Comparison>(path)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a comparison; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">The disk is full or gone; what stands stays good.</exception>
    public void Append(Comparison comparison) => _file.Append(JsonSerializer.Serialize(comparison, EventJson.Options));

    public void Dispose() => _file.Dispose();
}
