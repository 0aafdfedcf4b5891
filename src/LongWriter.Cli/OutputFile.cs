using System.Text;

namespace LongWriter.Cli;

/// <summary>A file to write the result to, proved writable before any work begins; written to a temporary name and renamed.</summary>
internal sealed class OutputFile
{
    private OutputFile(string path) => Path = path;

    public string Path { get; }

    /// <exception cref="UsageException">Nothing can be written there.</exception>
    public static OutputFile Open(string path)
    {
        var file = new OutputFile(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new UsageException($"cannot write to {path}: it is a folder; name a file");
            }

            // An existing result stays until the new one is whole; the probe only proves that a file can be made here.
            File.WriteAllText(file.Temporary, "");
            File.Delete(file.Temporary);
            return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UsageException($"cannot write to {path}: {e.Message}", e);
        }
    }

    /// <exception cref="UsageException">The disk is full or the place no longer writable.</exception>
    public void Save(string text)
    {
        try
        {
            File.WriteAllText(Temporary, text, new UTF8Encoding(false));
            File.Move(Temporary, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write to {Path}: {e.Message}", e);
        }
    }

    private string Temporary => Path + ".tmp";
}
