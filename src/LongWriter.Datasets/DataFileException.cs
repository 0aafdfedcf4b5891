namespace LongWriter.Datasets;

/// <summary>A data file, or the folder of a build, cannot be read or written; the message says where and why, in one line.</summary>
public sealed class DataFileException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path => path;

    /// <summary>How the core's files tell their problems.</summary>
    internal static Func<string, string, Exception, Exception> Told { get; } = static (path, problem, inner) => new DataFileException(path, problem, inner);

    /// <summary>A row cannot be used, where such rows are not to be passed over.</summary>
    /// <param name="row">Its line or place from 1; 0 where the file as a whole is meant.</param>
    internal static DataFileException OfRow(string path, long row, string problem) =>
        new(path, $"{(row > 0 ? $"row {row} " : "")}{problem}. Mend it, or have such rows counted and passed over: --bad skip");
}
