namespace LongWriter.Fakes;

/// <summary>A folder of a test's own, gone after it.</summary>
internal sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("longwriter-test-");

    public string Root => _folder.FullName;

    /// <summary>Names of all files, in order.</summary>
    public IEnumerable<string> Files => _folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
