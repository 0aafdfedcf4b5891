using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Data;

namespace LongWriter.Training.Handoff;

/// <summary>What came of the rows.</summary>
/// <param name="Forged">Rows whose text spells a special token of the template; the engine's tokenizer takes it for the token.</param>
internal sealed record JobRows(int Rows, int Forged);

/// <summary>
/// Rows of <c>sft</c> and <c>dpo</c> in the form of a job's data: prompt and completion, or prompt, chosen and rejected, each a list of messages.
/// Zero-width characters and white space around messages are dropped, as the encoder here does.
/// </summary>
internal sealed class JobData(string path, HandoffJob job)
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ModelFileException">A line is no valid row, which the message names, or there is none at all.</exception>
    public JobRows Write(string target)
    {
        using var writer = new StreamWriter(target);
        var (number, rows, forged) = (0, 0, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var row = Convert(line, number).ToJsonString(s_json);
            writer.WriteLine(row);
            rows++;
            forged += job.SpecialTokens.Any(token => row.Contains(token, StringComparison.Ordinal)) ? 1 : 0;
        }

        return rows > 0 ? new JobRows(rows, forged) : throw new ModelFileException(path, "has no rows");
    }

    private JsonObject Convert(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return job.IsDpo ? Pair(json.RootElement) : Sample(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelFileException(path, $"line {number} is no row with {(job.IsDpo ? "'prompt', 'chosen' and 'rejected'" : "'text' or 'messages'")}: {e.Message}", e);
        }
    }

    private static JsonObject Sample(JsonElement row)
    {
        if (row.TryGetProperty("text", out var text))
        {
            return new JsonObject { ["text"] = ChatEncoder.Clean(text.GetString() ?? throw new FormatException("'text' is null")) };
        }

        var messages = Messages(row.GetProperty("messages"), "user");
        return new JsonObject { ["prompt"] = Array(Asked(messages)), ["completion"] = Array(messages[^1..]) };
    }

    private static JsonObject Pair(JsonElement row)
    {
        var prompt = row.TryGetProperty("prompt", out var given) ? Messages(given, "user") : [];
        var (chosen, rejected) = (Whole(prompt, row.GetProperty("chosen")), Whole(prompt, row.GetProperty("rejected")));
        return Asked(chosen).SequenceEqual(Asked(rejected))
            ? new JsonObject { ["prompt"] = Array(Asked(chosen)), ["chosen"] = Array(chosen[^1..]), ["rejected"] = Array(rejected[^1..]) }
            : throw new FormatException("'chosen' and 'rejected' answer different prompts");
    }

    private static List<(string Role, string Content)> Whole(List<(string Role, string Content)> prompt, JsonElement answer)
    {
        var turns = Messages(answer, "assistant");
        return turns.Count > prompt.Count && turns[..prompt.Count].SequenceEqual(prompt) ? turns : [.. prompt, .. turns];
    }

    /// <summary>Everything before the last message, which must be the assistant's.</summary>
    private static List<(string Role, string Content)> Asked(List<(string Role, string Content)> messages) =>
        messages.Count >= 2 && messages[^1].Role == "assistant" ? messages[..^1] : throw new FormatException("an answer has no prompt before it or is not the assistant's");

    private static List<(string Role, string Content)> Messages(JsonElement value, string role) => value.ValueKind == JsonValueKind.String
        ? [(role, ChatEncoder.Clean(value.GetString()!).Trim())]
        : [.. value.EnumerateArray().Select(message => (message.GetProperty("role").GetString() ?? "", ChatEncoder.Clean(message.GetProperty("content").GetString() ?? "").Trim()))];

    private static JsonArray Array(List<(string Role, string Content)> messages) =>
        new([.. messages.Select(message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]);
}
