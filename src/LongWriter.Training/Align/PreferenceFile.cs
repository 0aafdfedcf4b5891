using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;

namespace LongWriter.Training.Align;

/// <summary>
/// Reads preference rows from JSONL: <c>{"prompt", "chosen", "rejected"}</c>, each a text or a list of messages. Lists of
/// <c>chosen</c> and <c>rejected</c> may hold the whole conversation; then <c>prompt</c> may be absent.
/// </summary>
/// <param name="template">Null for Llama 3's, which models of our own have.</param>
internal sealed class PreferenceFile(string path, Tokenizer tokenizer, ChatTemplate? template = null)
{
    private readonly ChatEncoder _encoder = new(tokenizer, template);

    public string Path => path;

    public Tokenizer Tokenizer => tokenizer;

    /// <summary>The pairs from line <paramref name="from"/> (counted from 0) on, with the line each stands on.</summary>
    /// <exception cref="ModelFileException">A line is no valid row; the message names it.</exception>
    public IEnumerable<(int Line, PreferencePair Pair)> Read(int from)
    {
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            if (number >= from && !string.IsNullOrWhiteSpace(line))
            {
                yield return (number, Parse(line, number));
            }

            number++;
        }
    }

    private PreferencePair Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var prompt = json.RootElement.TryGetProperty("prompt", out var given) ? Turns(given, "user") : [];
            return new PreferencePair(number, Sample(prompt, json.RootElement.GetProperty("chosen")), Sample(prompt, json.RootElement.GetProperty("rejected")));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ModelFileException(path, $"line {number + 1} is no preference row with 'prompt', 'chosen' and 'rejected': {e.Message}", e);
        }
    }

    private TokenSample Sample(List<ChatTurn> prompt, JsonElement answer)
    {
        var turns = Turns(answer, "assistant");
        List<ChatTurn> all = turns.Count > prompt.Count && turns[..prompt.Count].SequenceEqual(prompt) ? turns : [.. prompt, .. turns];
        return all.Count >= 2 && all[^1].Role == "assistant"
            ? _encoder.Chat(all, learnEverything: false)
            : throw new FormatException("an answer has no prompt before it or does not end with the assistant's message");
    }

    private static List<ChatTurn> Turns(JsonElement value, string role) => value.ValueKind == JsonValueKind.String
        ? [new ChatTurn(role, value.GetString()!)]
        : [.. value.EnumerateArray().Select(message => new ChatTurn(message.GetProperty("role").GetString() ?? "", message.GetProperty("content").GetString() ?? ""))];
}
