using System.Text.Json;
using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Files;
using LongWriter.Runs;

namespace LongWriter.Datasets.Building;

/// <summary>A build on disk. Format: docs/formats/data.md.</summary>
/// <remarks>One process works in it at a time.</remarks>
public sealed class BuildFolder : IDisposable
{
    private readonly FolderLock _lock;

    private BuildFolder(string path, BuildInfo info, FolderLock held) => (Path, Info, _lock) = (path, info, held);

    public string Path { get; }

    public BuildInfo Info { get; }

    /// <summary>Begins a build there, or goes on with the one that was begun there.</summary>
    /// <exception cref="DataFileException">It holds another build, another process works in it, or it cannot be written to.</exception>
    public static BuildFolder Open(string path, BuildInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        var held = new FolderLock(path);
        try
        {
            foreach (var left in Directory.EnumerateFiles(path, "*.tmp"))
            {
                // Of a process that was killed in the middle of a file: the lock says that it is gone.
                File.Delete(left);
            }

            var file = System.IO.Path.Combine(path, "build.json");
            if (!File.Exists(file))
            {
                WholeFile.Save(file, JsonSerializer.Serialize(info, EventJson.Options) + "\n", DataFileException.Told);
            }

            var begun = Read(file);
            return begun.Differs(info) is { Length: > 0 } difference
                ? throw new DataFileException(path, $"holds another build: {difference}. Go on with the same options, or name another folder.")
                : new BuildFolder(path, begun, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>A file of the build.</summary>
    internal string this[string name] => System.IO.Path.Combine(Path, name);

    internal string RowOf(long line) => RowFolder.Of(Path, line);

    private static BuildInfo Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize<BuildInfo>(File.ReadAllText(file), EventJson.Options) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(file, $"cannot be read: {e.Message}", e);
        }
    }
}
