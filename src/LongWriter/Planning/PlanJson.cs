using System.Text;
using System.Text.Json;
using LongWriter.Text;

namespace LongWriter.Planning;

/// <summary>Reads a plan that a model wrote as JSON, bare or in a fence: a list of objects with a point and a word count, or an object around one.</summary>
internal static class PlanJson
{
    private static readonly JsonReaderOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    // Compared without case, spaces and underscores.
    private static readonly string[] s_points = ["mainpoint", "mainpoints", "point", "要点", "主要内容"];
    private static readonly string[] s_titles = ["title", "heading", "topic", "name", "标题"];
    private static readonly string[] s_details = ["description", "summary", "content", "details", "内容"];
    private static readonly string[] s_words = ["wordcount", "words", "length", "targetwords", "wordbudget", "budget", "字数"];

    /// <returns>What the JSON says, or null where the text holds none with a step in it.</returns>
    public static PlanReading? Read(string text)
    {
        if (Begin(text) is not { } begin)
        {
            return null;
        }

        try
        {
            // The reader stops where the value ends: what a model says after it does no harm.
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[begin..]), isFinalBlock: true, new JsonReaderState(s_options));
            using var json = JsonDocument.ParseValue(ref reader);
            var steps = new List<(string, int)>();
            var incomplete = new List<string>();
            foreach (var item in Items(json.RootElement))
            {
                if (item.ValueKind == JsonValueKind.String)
                {
                    var line = PlanLines.Read(item.GetString()!);
                    steps.AddRange(line.Steps);
                    incomplete.AddRange(line.Incomplete);
                }
                else if (item.ValueKind == JsonValueKind.Object)
                {
                    var (point, words) = (Point(item), Words(item));
                    if (point.Length > 0 && words > 0)
                    {
                        steps.Add((point, words.Value));
                    }
                    else
                    {
                        incomplete.Add(item.GetRawText());
                    }
                }
            }

            return steps.Count > 0 ? new PlanReading(steps, incomplete) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: half a surrogate pair, escaped, which no string can hold.
            return null;
        }
    }

    /// <summary>The first line that begins with a bracket.</summary>
    private static int? Begin(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] is '[' or '{')
            {
                return at;
            }

            // On to the first mark of the next line.
            if (!char.IsWhiteSpace(text[at]))
            {
                var end = text.IndexOf('\n', at);
                if (end < 0)
                {
                    return null;
                }

                at = end;
            }
        }

        return null;
    }

    private static List<JsonElement> Items(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return [.. root.EnumerateArray()];
        }

        if (root.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var lists = root.EnumerateObject().Where(property => property.Value.ValueKind == JsonValueKind.Array).Select(property => property.Value).ToList();
        return lists.Count > 0 ? [.. lists[0].EnumerateArray()] : [root];
    }

    private static string Point(JsonElement item)
    {
        if (Text(item, s_points) is { Length: > 0 } point)
        {
            return point;
        }

        var (title, details) = (Text(item, s_titles), Text(item, s_details));
        return title.Length > 0 && details.Length > 0 ? $"{title}: {details}" : title + details;
    }

    private static int? Words(JsonElement item) => Find(item, s_words) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.TryGetDouble(out var value) && value is >= 1 and <= TargetLength.Most ? (int)value : null,
        { ValueKind: JsonValueKind.String } text => WordBudget.Read(text.GetString()!),
        _ => null,
    };

    /// <summary>A text property on one line, "" where there is none.</summary>
    private static string Text(JsonElement item, string[] names) =>
        Find(item, names) is { ValueKind: JsonValueKind.String } value ? string.Join(' ', value.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim(' ', '.', '-', ':') : "";

    private static JsonElement? Find(JsonElement item, string[] names)
    {
        foreach (var property in item.EnumerateObject())
        {
            if (names.Contains(property.Name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }
}
