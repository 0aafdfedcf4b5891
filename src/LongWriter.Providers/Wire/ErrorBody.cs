using System.Globalization;
using System.Text.Json;

namespace LongWriter.Providers.Wire;

/// <summary>What an endpoint says of an error.</summary>
/// <param name="Message">Its own words in one line, "" where there are none.</param>
/// <param name="Codes">The words it classifies the error by, of any of its fields, parted by spaces.</param>
/// <param name="Status">The status that the error object names, where it does.</param>
/// <param name="RetryAfter">The time to wait that the error object names, where it does.</param>
internal sealed record ErrorBody(string Message, string Codes, int? Status = null, TimeSpan? RetryAfter = null)
{
    private const int LongestMessage = 300;

    /// <summary>
    /// Reads the forms in use: <c>{"error":{"message","type","code","status","details"}}</c> (OpenAI, Anthropic; Google also inside an
    /// array) and <c>{"error":"…"}</c> (Ollama). Of anything else the beginning is the message.
    /// </summary>
    public static ErrorBody Read(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement.ValueKind == JsonValueKind.Array && json.RootElement.GetArrayLength() > 0 ? json.RootElement[0] : json.RootElement;
            var error = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var inner) ? inner : root;
            return error.ValueKind switch
            {
                JsonValueKind.String => new ErrorBody(OneLine(error.GetString()!), ""),
                JsonValueKind.Object => Object(error),
                _ => new ErrorBody(OneLine(body), ""),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it that is none: half of a surrogate pair.
            return new ErrorBody(OneLine(body), "");
        }
    }

    /// <summary>One line of at most 300 characters.</summary>
    public static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= LongestMessage ? line : line[..(char.IsHighSurrogate(line[LongestMessage - 1]) ? LongestMessage - 1 : LongestMessage)] + "…";
    }

    private static ErrorBody Object(JsonElement error)
    {
        var details = error.TryGetProperty("details", out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object)] : Array.Empty<JsonElement>();
        IEnumerable<string> words = [Text(error, "type"), Text(error, "code"), Text(error, "status"), .. details.Select(detail => Text(detail, "reason"))];
        var codes = string.Join(' ', words.Where(text => text.Length > 0));
        int? status = error.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) && number is >= 400 and <= 599 ? number : null;
        return new ErrorBody(OneLine(Text(error, "message") is { Length: > 0 } message ? message : error.GetRawText()), codes, status, RetryDelay(details));
    }

    private static string Text(JsonElement error, string field) =>
        error.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>Google says the time to wait in the details, as in "34.5s".</summary>
    private static TimeSpan? RetryDelay(JsonElement[] details)
    {
        foreach (var detail in details)
        {
            if (Text(detail, "retryDelay").TrimEnd('s') is { Length: > 0 } delay && double.TryParse(delay, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e6)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }

        return null;
    }
}
