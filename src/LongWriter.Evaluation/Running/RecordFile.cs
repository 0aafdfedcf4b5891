using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Running;

/// <summary>Records of one kind in an evaluation's folder, one a line, open to be gone on with: the votes of a judge, the comparisons of two runs.</summary>
/// <remarks>Appending is thread-safe; one process has it open at a time.</remarks>
public sealed class RecordFile<T> : IDisposable
    where T : class
{
    private readonly LineFile _file;

    private RecordFile(LineFile file, IReadOnlyList<T> past) => (_file, Past) = (file, past);

    public string Path => _file.Path;

    /// <summary>What stood in it when it was opened.</summary>
    public IReadOnlyList<T> Past { get; }

    /// <summary>Keeps a record; it is on the disk when this returns.</summary>
    /// <exception cref="EvaluationFileException">The disk is full or gone; what stands stays good.</exception>
    public void Append(T record) => _file.Append(JsonSerializer.Serialize(record, EventJson.Options));

    public void Dispose() => _file.Dispose();

    /// <exception cref="EvaluationFileException">Another process writes it, it is damaged, or it cannot be written.</exception>
    internal static RecordFile<T> Open(string path)
    {
        var file = LineFile.OpenOrCreate(path, System.IO.Path.ChangeExtension(path, ".lock"), FolderFiles.Problems);
        try
        {
            return new RecordFile<T>(file, [.. FolderFiles.Read<T>(path)]);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
