using System.Text.Json;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Names and texts of JSON; null where an escaped half of a character keeps one from being a text.</summary>
internal static class JsonText
{
    public static string? NameOf(JsonProperty property) => Read(() => property.Name);

    public static string? Of(JsonElement value) => Read(value.GetString);

    private static string? Read(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
