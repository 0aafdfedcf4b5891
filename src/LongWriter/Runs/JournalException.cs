namespace LongWriter.Runs;

/// <summary>A journal cannot be read or written; the message names the file, what is wrong and what to do.</summary>
public sealed class JournalException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path { get; } = path;
}
