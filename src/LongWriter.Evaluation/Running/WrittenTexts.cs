using Microsoft.Win32.SafeHandles;

namespace LongWriter.Evaluation.Running;

/// <summary>What was written in an evaluation, read from the disk one at a time and in any order: all of it may be more than the memory holds.</summary>
internal sealed class WrittenTexts : IDisposable
{
    private readonly string _path;
    private readonly List<(long Start, int Length)> _lines = [];
    private readonly SafeFileHandle? _file;

    private WrittenTexts(string path)
    {
        _path = path;
        var start = 0L;
        foreach (var (_, line) in FolderFiles.Lines(path))
        {
            _lines.Add((start, line.Length));
            start += line.Length + 1;
        }

        _file = _lines.Count == 0 ? null : File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
    }

    /// <exception cref="EvaluationFileException">The file cannot be read.</exception>
    public static WrittenTexts Open(string path) => Guarded(path, () => new WrittenTexts(path));

    /// <param name="line">Where the prediction stands in its file, from 1.</param>
    /// <exception cref="EvaluationFileException">The file cannot be read, or the line is damaged.</exception>
    public string Of(int line)
    {
        var (start, length) = _lines[line - 1];
        var bytes = new byte[length];
        Guarded(_path, () =>
        {
            for (var read = 0; read < length;)
            {
                read += RandomAccess.Read(_file!, bytes.AsSpan(read), start + read) is > 0 and var more ? more : throw new EndOfStreamException("it has become shorter");
            }

            return 0;
        });
        return FolderFiles.Parse<Prediction>(_path, line, bytes).Response;
    }

    public void Dispose() => _file?.Dispose();

    private static T Guarded<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }
    }
}
