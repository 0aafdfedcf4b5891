using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter.Training.Models;

/// <summary>Sets values of a config.json; one that says the same already keeps its spelling (500000.0 stays).</summary>
public sealed class ConfigWriter(JsonObject json)
{
    public bool Has(string name) => json[name] is not null;

    public void Set(string name, double value)
    {
        if (json[name]?.GetValueKind() != JsonValueKind.Number || json[name]!.Deserialize<double>() != value)
        {
            json[name] = value == Math.Truncate(value) && Math.Abs(value) < 1e15 ? (long)value : value;
        }
    }

    public void Set(string name, bool value)
    {
        if (json[name]?.GetValueKind() != (value ? JsonValueKind.True : JsonValueKind.False))
        {
            json[name] = value;
        }
    }

    public void Set(string name, string value) => json[name] = value;

    /// <summary>Sets a value that is not there yet.</summary>
    public void SetAbsent(string name, Func<JsonNode> value) => json[name] ??= value();

    public ConfigWriter Inner(string name)
    {
        json[name] ??= new JsonObject();
        return new ConfigWriter(json[name]!.AsObject());
    }
}
