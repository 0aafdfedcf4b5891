using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Training.Data;
using LongWriter.Training.Models;
using LongWriter.Training.Optimization;

namespace LongWriter.Training.Runs;

/// <summary>Everything beside the weights that the next step depends on.</summary>
public sealed record TrainState(int Step, DataCursor Data, long Tokens);

/// <summary>
/// A run's resumable state in OUT/state: fp32 masters, both moments and the data cursor. Each checkpoint is a folder of its own,
/// complete before the file <c>latest</c> names it, so that a crash in the middle leaves the one before.
/// </summary>
public static class TrainCheckpoint
{
    /// <exception cref="ModelFileException">The disk is full, or the folder cannot be written to; the checkpoint before stands.</exception>
    public static void Save(string folder, TrainState state, DecoderParameters parameters, AdamW optimizer)
    {
        var name = $"step-{state.Step:D7}";
        var target = Path.Combine(folder, "state", name);
        try
        {
            Write(target, state, parameters, optimizer);
            var latest = Path.Combine(folder, "state", "latest");
            File.WriteAllText(latest + ".tmp", name);
            File.Move(latest + ".tmp", latest, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(target, $"cannot be written: {e.Message}; make room and go on from the checkpoint before with --resume", e);
        }

        foreach (var old in Directory.GetDirectories(Path.Combine(folder, "state")).Where(path => !string.Equals(Path.GetFileName(path), name, StringComparison.Ordinal)))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    private static void Write(string target, TrainState state, DecoderParameters parameters, AdamW optimizer)
    {
        Directory.CreateDirectory(target);
        ModelFolder.SaveFile(Path.Combine(target, "masters.safetensors"), parameters, "F32");
        var moments = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
        foreach (var ((parameter, value), (first, second)) in parameters.Trainable.Zip(optimizer.Moments))
        {
            moments[parameter + ".m"] = TensorValues.FromFloats(first, value.shape, "F32");
            moments[parameter + ".v"] = TensorValues.FromFloats(second, value.shape, "F32");
        }

        SafeTensorsFile.Save(Path.Combine(target, "moments.safetensors"), moments);
        File.WriteAllText(Path.Combine(target, "state.json"), JsonSerializer.Serialize(state));
    }

    /// <summary>The latest state of a run, or null where it has none.</summary>
    /// <exception cref="ModelFileException">A file of the checkpoint is broken.</exception>
    public static (TrainState State, DecoderParameters Parameters, List<(float[] First, float[] Second)> Moments)? Load(string folder, DecoderConfig config) =>
        Load(folder, path => ModelFolder.LoadFile(config, path));

    /// <param name="read">Reads what is trained from a file of the checkpoint.</param>
    public static (TrainState State, DecoderParameters Parameters, List<(float[] First, float[] Second)> Moments)? Load(string folder, Func<string, DecoderParameters> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var latest = Path.Combine(folder, "state", "latest");
        if (!File.Exists(latest))
        {
            return null;
        }

        var source = Path.Combine(folder, "state", File.ReadAllText(latest));
        var statePath = Path.Combine(source, "state.json");
        TrainState state;
        try
        {
            state = JsonSerializer.Deserialize<TrainState>(File.ReadAllText(statePath)) ?? throw new ModelFileException(statePath, "is empty");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            throw new ModelFileException(statePath, $"cannot be read: {e.Message}", e);
        }

        var parameters = read(Path.Combine(source, "masters.safetensors"));
        var moment = ModelFolder.Reader(Path.Combine(source, "moments.safetensors"));
        return (state, parameters, [.. parameters.Trainable.Select(entry => (moment(entry.Name + ".m", entry.Value.shape), moment(entry.Name + ".v", entry.Value.shape)))]);
    }
}
