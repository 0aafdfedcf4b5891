namespace LongWriter.Datasets;

/// <summary>A data file, or the folder of a build, cannot be read or written; the message says where and why, in one line.</summary>
public sealed class DataFileException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path => path;
}
