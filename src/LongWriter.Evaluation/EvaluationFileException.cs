namespace LongWriter.Evaluation;

/// <summary>A suite, predictions or the folder of an evaluation cannot be read or written; the message says where and why, in one line.</summary>
public sealed class EvaluationFileException(string path, string problem, Exception? inner = null) : Exception($"{path}: {problem}", inner)
{
    public string Path => path;
}
