using System.Text.Json;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Providers.Models;

/// <summary>What is known of a family of models.</summary>
/// <param name="Family">The beginning of its models' names; of several that fit the longest counts.</param>
/// <param name="Context">Tokens of prompt and answer together; where members differ, the fewest.</param>
/// <param name="Thinks">Whether its models think before they answer: the thoughts count as part of the answer, and sampling cannot be set.</param>
internal sealed record ModelFamily(string Family, int Context, bool Thinks = false);

/// <summary>A dated table of model families. What is not in it is unknown, and nothing is assumed of it.</summary>
internal static class KnownModels
{
    /// <summary>Tokens that a model which thinks gets for its thoughts, beside those for its answer.</summary>
    public const int RoomForThoughts = 16_000;

    private static readonly Table s_table = Read();

    /// <summary>All families, with hyphens and underscores left out of their names.</summary>
    public static IReadOnlyList<ModelFamily> All { get; } = [.. s_table.Families.Select(family => family with { Family = Plain(family.Family) }).OrderByDescending(family => family.Family.Length)];

    /// <summary>When the table was last gone through.</summary>
    public static DateOnly Date => s_table.Read;

    /// <summary>The family of a model as any provider spells its name, as in Llama-3.1-8B, llama3.1:8b, meta-llama/Llama-3.1-8B-Instruct; null where it is unknown.</summary>
    public static ModelFamily? Find(string model)
    {
        var name = Plain(model[(model.LastIndexOf('/') + 1)..]);
        return All.FirstOrDefault(family => name.StartsWith(family.Family, StringComparison.Ordinal));
    }

    /// <summary>What the model can read, where it is known.</summary>
    public static ContextWindow? Context(string model) => Find(model) is { } family ? Window(family.Context, family.Thinks) : null;

    /// <summary>A context of so many tokens, less those for thoughts. To expect too many tokens costs a little history, too few the whole call: a tenth is added to what is reckoned.</summary>
    public static ContextWindow Window(int tokens, bool thinks) => new(tokens - (thinks ? RoomForThoughts : 0), static text => (int)Math.Min(int.MaxValue, ((TokenEstimate.Of(text) * 11L) + 9) / 10));

    private static string Plain(string name) => name.ToLowerInvariant().Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);

    private static Table Read()
    {
        using var stream = typeof(KnownModels).Assembly.GetManifestResourceStream("known-models.json")!;
        return JsonSerializer.Deserialize<Table>(stream, JsonSerializerOptions.Web)!;
    }

    private sealed record Table(DateOnly Read, IReadOnlyList<string> Sources, IReadOnlyList<ModelFamily> Families);
}
