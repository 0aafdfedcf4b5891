namespace LongWriter.Datasets.Files;

/// <summary>Held by the process that works in a folder; the operating system lets go of it however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="DataFileException">Another process works in it, or it cannot be written to.</exception>
    public FolderLock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            _file = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DataFileException(folder, $"cannot be worked in, because another process does or it is not writable: {e.Message}", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
