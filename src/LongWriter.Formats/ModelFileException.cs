namespace LongWriter.Formats;

/// <summary>A model file is missing, broken, hostile, or of a kind that is not supported. The message names the file, the place and what to do.</summary>
public sealed class ModelFileException : Exception
{
    public ModelFileException(string path, string reason, Exception? inner = null)
        : base($"{path}: {reason}", inner) => Path = path;

    /// <summary>The file the message speaks of.</summary>
    public string Path { get; }
}
