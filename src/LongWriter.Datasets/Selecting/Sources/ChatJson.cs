using System.Text.Json;

namespace LongWriter.Datasets.Selecting.Sources;

/// <summary>Finds what the user asked first in a chat as JSON.</summary>
internal static class ChatJson
{
    /// <summary>The prompt in a column's text, which may be a chat as JSON.</summary>
    /// <returns>Null where it is a chat and nobody asks in it.</returns>
    public static string? Prompt(string cell)
    {
        if (!cell.AsSpan().TrimStart().StartsWith('['))
        {
            return cell;
        }

        try
        {
            using var json = JsonDocument.Parse(cell);
            return IsChat(json.RootElement) ? Prompt(json.RootElement) : cell;
        }
        catch (JsonException)
        {
            // A prompt that begins with a bracket.
            return cell;
        }
    }

    /// <summary>The prompt in a column's value: a text, or a list of turns of which the first that the user says.</summary>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="InvalidOperationException">A text holds half a character.</exception>
    public static string? Prompt(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Prompt(value.GetString()!),
        JsonValueKind.Array => value.EnumerateArray().Select(Asked).FirstOrDefault(text => text is not null),
        _ => null,
    };

    private static bool IsChat(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0 && value[0].ValueKind == JsonValueKind.Object;

    /// <summary>What a turn says, where the user says it; null otherwise.</summary>
    private static string? Asked(JsonElement turn)
    {
        if (turn.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var (role, content) in LogColumns.Turns)
        {
            if (turn.TryGetProperty(role, out var who) && who.ValueKind == JsonValueKind.String && LogColumns.Askers.Contains(who.GetString(), StringComparer.OrdinalIgnoreCase)
                && turn.TryGetProperty(content, out var said) && Text(said) is { } text)
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A text, or the texts among the parts of a message.</summary>
    private static string? Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString(),
        JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Where(part => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String).Select(part => part.GetProperty("text").GetString())),
        _ => null,
    };
}
