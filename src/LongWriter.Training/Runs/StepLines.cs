using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;

namespace LongWriter.Training.Runs;

/// <summary>A file of JSON objects, one a line, each with the number of its <c>step</c>, in their order.</summary>
/// <param name="steps">
/// Steps that stand: at the first line written, those of later steps, and what is no such line, are dropped, so that no step stands
/// twice. At 0 a new run begins, and nothing of the one before is kept.
/// </param>
internal sealed class StepLines(string path, int steps) : IDisposable
{
    private FileStream? _file;

    /// <exception cref="ModelFileException">The disk is full, or the file cannot be written to.</exception>
    public void Write(JsonObject line)
    {
        try
        {
            // Nothing is held back: a run that is gone on with needs the lines up to its checkpoint, even if the process was killed.
            Open().Write(Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be written: {e.Message}; make room and go on from the last checkpoint with --resume", e);
        }
    }

    /// <summary>Drops what does not stand, though nothing was written.</summary>
    public void Cut() => Open();

    public void Dispose() => _file?.Dispose();

    private FileStream Open()
    {
        if (_file is not null)
        {
            return _file;
        }

        if (File.Exists(path))
        {
            File.WriteAllLines(path + ".tmp", Read(path, steps).Select(line => line.Json.ToJsonString()));
            File.Move(path + ".tmp", path, overwrite: true);
        }

        return _file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>The lines of a file that stand after so many steps; see the class.</summary>
    public static IEnumerable<(int Step, JsonObject Json)> Read(string path, int steps) => steps == 0 ? [] : Read(path).Where(line => line.Step <= steps);

    /// <summary>The lines of a file with their steps; none where there is no file. What is no such line is left out: a full disk cuts the last.</summary>
    public static IEnumerable<(int Step, JsonObject Json)> Read(string path)
    {
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (Parse(line) is { } read)
            {
                yield return read;
            }
        }
    }

    private static (int Step, JsonObject Json)? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) is JsonObject json && json["step"] is JsonValue step && step.TryGetValue(out int number) ? (number, json) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
