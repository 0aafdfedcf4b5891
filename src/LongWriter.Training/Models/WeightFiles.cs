using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Formats.SafeTensors;

namespace LongWriter.Training.Models;

/// <summary>
/// The weights of a model folder: model.safetensors, or shards that model.safetensors.index.json lists. Tensors are read one by one,
/// so that a model needs no more memory than its weights and the largest tensor.
/// </summary>
internal sealed class WeightFiles
{
    public const string Single = "model.safetensors";
    public const string Index = "model.safetensors.index.json";

    private readonly string _path;
    private readonly Dictionary<string, (string Path, SafeTensorPlace Place)> _tensors = new(StringComparer.Ordinal);

    private WeightFiles(string path, IEnumerable<string> files)
    {
        _path = path;
        foreach (var file in files)
        {
            foreach (var (name, place) in SafeTensorsFile.Places(file))
            {
                if (!_tensors.TryAdd(name, (file, place)))
                {
                    throw new ModelFileException(file, $"holds the tensor '{name}', which {Path.GetFileName(_tensors[name].Path)} holds too");
                }
            }
        }
    }

    public IEnumerable<string> Names => _tensors.Keys;

    /// <summary>Opens one file.</summary>
    public static WeightFiles OpenFile(string path) => new(path, [path]);

    /// <summary>Opens a model folder's weights.</summary>
    /// <exception cref="ModelFileException">A file is missing or damaged, or a shard lacks what the index says it holds.</exception>
    public static WeightFiles OpenFolder(string folder)
    {
        var index = Path.Combine(folder, Index);
        if (!File.Exists(index))
        {
            return OpenFile(Path.Combine(folder, Single));
        }

        var map = Map(index);
        var files = new WeightFiles(index, map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)));
        return map.FirstOrDefault(entry => !files._tensors.TryGetValue(entry.Key, out var found) || Path.GetFileName(found.Path) != entry.Value) is { Key: { } lost } missing
            ? throw new ModelFileException(Path.Combine(folder, missing.Value), $"lacks the tensor '{lost}', which {Index} says it holds")
            : files;
    }

    /// <summary>The paths that <see cref="OpenFolder"/> reads, the index first.</summary>
    public static IReadOnlyList<string> Of(string folder)
    {
        var index = Path.Combine(folder, Index);
        return File.Exists(index)
            ? [index, .. Map(index).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => Path.Combine(folder, name))]
            : [Path.Combine(folder, Single)];
    }

    /// <summary>Reads a tensor as fp32 and checks its shape and that every value is finite.</summary>
    public float[] Read(string name, long[] shape)
    {
        if (!_tensors.TryGetValue(name, out var found))
        {
            throw new ModelFileException(_path, $"lacks the tensor '{name}'");
        }

        if (!found.Place.Shape.SequenceEqual(shape))
        {
            throw new ModelFileException(found.Path, $"tensor '{name}' is [{string.Join(", ", found.Place.Shape)}] where the configuration asks for [{string.Join(", ", shape)}]");
        }

        var values = TensorValues.ToFloats(found.Path, name, SafeTensorsFile.Read(found.Path, found.Place));
        return TensorValues.FindUnusable(values) is { } at
            ? throw new ModelFileException(found.Path, $"tensor '{name}' holds {values[at]} at place {at}; the weights are unusable")
            : values;
    }

    private static Dictionary<string, string> Map(string index)
    {
        try
        {
            var map = JsonNode.Parse(File.ReadAllText(index))?["weight_map"] as JsonObject ?? throw new ModelFileException(index, "has no 'weight_map'");
            var files = map.ToDictionary(entry => entry.Key, entry => entry.Value?.GetValue<string>() ?? "", StringComparer.Ordinal);
            return files.Values.FirstOrDefault(file => file != Path.GetFileName(file) || file.Length == 0) is { } outside
                ? throw new ModelFileException(index, $"names the file '{outside}', which is outside the folder")
                : files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw new ModelFileException(index, $"cannot be read as an index of shards: {e.Message}", e);
        }
    }
}
