using System.Text.Json;

namespace LongWriter.Datasets.Rows;

/// <summary>What rows of all forms have in common as JSON.</summary>
internal static class RowJson
{
    public static bool Has(this JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text, or null where there is none; numbers count as their digits, since names often are numbers.</summary>
    /// <exception cref="RowException">It is something else.</exception>
    public static string? Text(this JsonElement json, string name) => !json.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new RowException($"'{name}' is {Kind(value)}, not a text"),
    };

    /// <exception cref="RowException">It is no whole number from 0.</exception>
    public static int? Whole(this JsonElement json, string name) => !json.Has(name) ? null
        : json.GetProperty(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= 0 ? number
        : throw new RowException($"'{name}' is {Kind(json.GetProperty(name))}, not a whole number from 0");

    /// <exception cref="RowException">It is no list of turns.</exception>
    public static IReadOnlyList<Turn> Turns(JsonElement json, string name, string role, string content)
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw new RowException(list.ValueKind == JsonValueKind.Undefined ? $"has no '{name}'" : $"'{name}' is {Kind(list)}, not a list of turns");
        }

        var turns = new List<Turn>();
        foreach (var turn in list.EnumerateArray())
        {
            var place = $"{name}[{turns.Count}]";
            turns.Add(turn.ValueKind != JsonValueKind.Object ? throw new RowException($"'{place}' is {Kind(turn)}, not a turn") : new Turn(Role(Part(turn, place, role), $"{place}.{role}"), Part(turn, place, content)));
        }

        return turns.Count > 0 ? turns : throw new RowException($"'{name}' is empty");
    }

    /// <summary>A system turn may open; then user and assistant take turns, up to the one that is due last, and none is empty.</summary>
    /// <exception cref="RowException">They do not.</exception>
    public static void EnsureChat(IReadOnlyList<Turn> turns, string name, string last)
    {
        var first = turns[0].Role == Turn.System ? 1 : 0;
        for (var i = first; i < turns.Count; i++)
        {
            var due = (i - first) % 2 == 0 ? Turn.User : Turn.Assistant;
            if (turns[i].Role != due)
            {
                throw new RowException($"'{name}[{i}]' is the {turns[i].Role}'s where the {due}'s turn is due");
            }

            if (string.IsNullOrWhiteSpace(turns[i].Content))
            {
                throw new RowException($"'{name}[{i}]' says nothing");
            }
        }

        if (turns[^1].Role != last)
        {
            throw new RowException($"the last turn of '{name}' is the {turns[^1].Role}'s, not the {last}'s");
        }
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Part(JsonElement turn, string place, string name) =>
        !turn.TryGetProperty(name, out var value) ? throw new RowException($"'{place}' has no '{name}'")
        : value.ValueKind == JsonValueKind.String ? value.GetString()!
        : throw new RowException($"'{place}.{name}' is {Kind(value)}, not a text");

    /// <summary>The roles of ShareGPT stand for the same three.</summary>
    private static string Role(string role, string place) => role switch
    {
        Turn.System or Turn.User or Turn.Assistant => role,
        "human" => Turn.User,
        "gpt" => Turn.Assistant,
        _ => throw new RowException($"'{place}' is '{(role.Length > 20 ? role[..20] + "…" : role)}', none of system, user, assistant"),
    };
}
