using LongWriter.Formats;

namespace LongWriter.Training.Models;

/// <summary>
/// Files of one folder that are replaced together: each is written under a name of its own, and only when all are there do they take
/// their places. Left without <see cref="Complete"/>, it takes away what it wrote.
/// </summary>
internal sealed class FileSet(string folder) : IDisposable
{
    private const string Part = ".part";
    private readonly List<string> _names = [];

    /// <exception cref="ModelFileException">The disk is full, or the folder cannot be written to.</exception>
    public void Write(string name, Action<string> write) => Try(name, "cannot be written, and what was there stays", () =>
    {
        Directory.CreateDirectory(folder);
        _names.Add(name);
        write(Path.Combine(folder, name) + Part);
    });

    /// <param name="obsolete">A file of an earlier form that would stand beside the new ones; deleted last.</param>
    public void Complete(string? obsolete = null)
    {
        foreach (var name in _names)
        {
            Try(name, "cannot take its place", () => File.Move(Path.Combine(folder, name) + Part, Path.Combine(folder, name), overwrite: true));
        }

        _names.Clear();
        if (obsolete is not null)
        {
            Try(obsolete, "cannot be deleted", () => File.Delete(Path.Combine(folder, obsolete)));
        }
    }

    public void Dispose()
    {
        foreach (var path in _names.SelectMany(name => (string[])[Path.Combine(folder, name) + Part, Path.Combine(folder, name) + Part + ".tmp"]))
        {
            File.Delete(path);
        }
    }

    private void Try(string name, string told, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(Path.Combine(folder, name), $"{told}: {e.Message}", e);
        }
    }
}
