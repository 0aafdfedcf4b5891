using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;

namespace LongWriter.Training.Models;

/// <summary>Values of a config.json by name; a null counts as absent.</summary>
public sealed class ConfigReader(string path, JsonObject json)
{
    /// <exception cref="ModelFileException">The value is missing or no whole number.</exception>
    public int Number(string name) => Find<int>(name, JsonValueKind.Number) ?? throw Missing(name);

    public int? FindNumber(string name) => Find<int>(name, JsonValueKind.Number);

    public double? FindReal(string name) => Find<double>(name, JsonValueKind.Number);

    public bool Flag(string name, bool otherwise) => Find<bool>(name, JsonValueKind.True, JsonValueKind.False) ?? otherwise;

    public string? FindText(string name) => json[name] switch
    {
        null => null,
        var node when node.GetValueKind() == JsonValueKind.String => node.GetValue<string>(),
        _ => throw Broken(name),
    };

    public ConfigReader? FindObject(string name) => json[name] switch
    {
        null => null,
        JsonObject inner => new ConfigReader(path, inner),
        _ => throw Broken(name),
    };

    public double Real(string name) => FindReal(name) ?? throw Missing(name);

    /// <summary>Refuses a model that asks for what is not supported.</summary>
    public void Require(bool supported, string reason)
    {
        if (!supported)
        {
            throw new ModelFileException(path, reason);
        }
    }

    private T? Find<T>(string name, params JsonValueKind[] kinds)
        where T : struct
    {
        if (json[name] is not { } node)
        {
            return null;
        }

        try
        {
            return Array.IndexOf(kinds, node.GetValueKind()) >= 0 ? node.Deserialize<T>() : throw Broken(name);
        }
        catch (JsonException)
        {
            throw Broken(name);
        }
    }

    private ModelFileException Missing(string name) => new(path, $"cannot be read as a model configuration: '{name}' is missing");

    private ModelFileException Broken(string name) => new(path, $"cannot be read as a model configuration: '{name}' is {json[name]!.ToJsonString()}");
}
