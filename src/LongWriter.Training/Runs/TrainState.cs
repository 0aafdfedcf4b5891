using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
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
    public static void Save(string folder, TrainState state, LlamaParameters parameters, AdamW optimizer)
    {
        var name = $"step-{state.Step:D7}";
        var target = Path.Combine(folder, "state", name);
        Directory.CreateDirectory(target);
        LlamaCheckpoint.SaveWeights(Path.Combine(target, "masters.safetensors"), parameters, "F32");
        var moments = new Dictionary<string, SafeTensor>(StringComparer.Ordinal);
        foreach (var ((parameter, value), (first, second)) in parameters.Trainable.Zip(optimizer.Moments))
        {
            moments[parameter + ".m"] = LlamaCheckpoint.FromFloats(first, value.shape, "F32");
            moments[parameter + ".v"] = LlamaCheckpoint.FromFloats(second, value.shape, "F32");
        }

        SafeTensorsFile.Save(Path.Combine(target, "moments.safetensors"), moments);
        File.WriteAllText(Path.Combine(target, "state.json"), JsonSerializer.Serialize(state));
        var latest = Path.Combine(folder, "state", "latest");
        File.WriteAllText(latest + ".tmp", name);
        File.Move(latest + ".tmp", latest, overwrite: true);
        foreach (var old in Directory.GetDirectories(Path.Combine(folder, "state")).Where(path => !string.Equals(Path.GetFileName(path), name, StringComparison.Ordinal)))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>The latest state of a run, or null where it has none.</summary>
    /// <exception cref="ModelFileException">A file of the checkpoint is broken.</exception>
    public static (TrainState State, LlamaParameters Parameters, List<(float[] First, float[] Second)> Moments)? Load(string folder, LlamaConfig config) =>
        Load(folder, path => LlamaCheckpoint.LoadWeights(config, path));

    /// <param name="read">Reads what is trained from a file of the checkpoint.</param>
    public static (TrainState State, LlamaParameters Parameters, List<(float[] First, float[] Second)> Moments)? Load(string folder, Func<string, LlamaParameters> read)
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
        var path = Path.Combine(source, "moments.safetensors");
        var tensors = SafeTensorsFile.Load(path);
        float[] Moment(string name) => tensors.TryGetValue(name, out var tensor)
            ? LlamaCheckpoint.ToFloats(path, name, tensor)
            : throw new ModelFileException(path, $"lacks the tensor '{name}'");
        return (state, parameters, [.. parameters.Trainable.Select(entry => (Moment(entry.Name + ".m"), Moment(entry.Name + ".v")))]);
    }
}
