using System.Text.Json;
using LongWriter.Runs;

namespace LongWriter.Datasets.Building;

/// <summary>What a build is of: <c>build.json</c>, the first file of its folder. A build goes on only under the same one.</summary>
/// <param name="Source">Name of the file of instructions, without its folder.</param>
/// <param name="SourceSha256">That file's bytes.</param>
/// <param name="Settings">How the model writes.</param>
/// <param name="Recipe">Name of the recipe; empty where pairs are made.</param>
/// <param name="Seed">Seed of everything drawn.</param>
public sealed record BuildInfo(string Source, string SourceSha256, RunSettings Settings, string Recipe, Variant Variant, long Seed)
{
    /// <summary>The version of the folder's format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Answers for each instruction, where pairs are made of them.</summary>
    public int? Samples { get; init; }

    /// <summary>The judge of pairs as the user named it, or none; null where no pairs are made.</summary>
    public string? Judge { get; init; }

    /// <summary>Hash of the judge's prompts.</summary>
    public string? JudgeHash { get; init; }

    /// <summary>When it was begun; no part of what it is.</summary>
    public DateTimeOffset Created { get; init; }

    /// <summary>The names and values that differ from another's, or "".</summary>
    internal string Differs(BuildInfo other)
    {
        var (ours, theirs) = (Fields(this), Fields(other));
        return string.Join(", ", ours.Keys.Union(theirs.Keys, StringComparer.Ordinal)
            .Where(name => ours.GetValueOrDefault(name) != theirs.GetValueOrDefault(name))
            .Select(name => $"{name} {ours.GetValueOrDefault(name) ?? "none"} and not {theirs.GetValueOrDefault(name) ?? "none"}"));
    }

    private static Dictionary<string, string?> Fields(BuildInfo info)
    {
        var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
        Add(JsonSerializer.SerializeToElement(info with { Created = default }, EventJson.Options), "");
        return fields;

        void Add(JsonElement json, string prefix)
        {
            foreach (var property in json.EnumerateObject())
            {
                if (property.Value.ValueKind == JsonValueKind.Object)
                {
                    Add(property.Value, property.Name + ".");
                }
                else
                {
                    fields[prefix + property.Name] = property.Value.ToString();
                }
            }
        }
    }
}
