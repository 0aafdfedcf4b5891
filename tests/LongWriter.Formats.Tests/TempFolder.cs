namespace LongWriter.Formats.Tests;

/// <summary>A folder of its own for one test, gone with everything in it when the test ends.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longwriter-formats-");

    public string Path => _folder.FullName;

    public IEnumerable<string> FileNames => _folder.EnumerateFiles().Select(file => file.Name);

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, byte[] content)
    {
        var path = File(name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A file that begins with <paramref name="content"/> and is zeros (which take no space on disk) up to <paramref name="length"/>.</summary>
    public string WriteSparse(string name, byte[] content, long length)
    {
        var path = Write(name, content);
        using var stream = System.IO.File.OpenWrite(path);
        stream.SetLength(length);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
