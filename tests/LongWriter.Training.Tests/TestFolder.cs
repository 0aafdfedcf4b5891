namespace LongWriter.Training.Tests;

/// <summary>A folder of its own for one test, gone afterwards.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("longwriter-training-").FullName;

    /// <summary>A path inside the folder.</summary>
    public string At(params string[] names) => Path.Combine([Root, .. names]);

    /// <summary>Writes the lines and returns the path.</summary>
    public string Lines(string name, params IEnumerable<string> lines)
    {
        File.WriteAllLines(At(name), lines);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
