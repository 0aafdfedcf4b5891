using System.Text.Json;

namespace LongWriter.Datasets.Rows;

/// <summary>A row to prefer by: a prompt, a better and a worse answer to it. Format: docs/formats/data.md.</summary>
/// <param name="Prompt">Turns in order, the last the user's.</param>
/// <param name="Chosen">The better answer, one turn of the assistant.</param>
/// <param name="Rejected">The worse one.</param>
public sealed record PreferenceRow(IReadOnlyList<Turn> Prompt, IReadOnlyList<Turn> Chosen, IReadOnlyList<Turn> Rejected)
{
    /// <summary>Its name in its file; empty where it has none.</summary>
    public string Id { get; init; } = "";

    /// <exception cref="RowException">It is no such row.</exception>
    internal static PreferenceRow Read(JsonElement json)
    {
        var prompt = RowJson.Turns(json, "prompt", "role", "content");
        RowJson.EnsureChat(prompt, "prompt", Turn.User);
        var (chosen, rejected) = (Answer(json, "chosen"), Answer(json, "rejected"));
        return chosen[0].Content == rejected[0].Content
            ? throw new RowException("'chosen' and 'rejected' are the same text")
            : new PreferenceRow(prompt, chosen, rejected) { Id = json.Text("id") ?? "" };
    }

    private static IReadOnlyList<Turn> Answer(JsonElement json, string name)
    {
        var turns = RowJson.Turns(json, name, "role", "content");
        return turns is [{ Role: Turn.Assistant, Content.Length: > 0 }] ? turns : throw new RowException($"'{name}' is not one turn of the assistant with a text");
    }
}
