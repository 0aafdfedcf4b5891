using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Data;

/// <summary>
/// Reads training rows from JSONL: <c>{"text": …}</c> for prose, <c>{"messages": [{"role", "content"}, …]}</c> for chats whose last
/// message is the assistant's.
/// </summary>
/// <param name="template">Null for Llama 3's, which models of our own have.</param>
public sealed class SampleFile(string path, Tokenizer tokenizer, bool learnEverything, ChatTemplate? template = null)
{
    private readonly ChatEncoder _encoder = new(tokenizer, template);

    public string Path => path;

    /// <summary>The samples from line <paramref name="from"/> (counted from 0) on, with the line each stands on.</summary>
    /// <exception cref="ModelFileException">A line is no valid row; the message names it.</exception>
    public IEnumerable<(int Line, TokenSample Sample)> Read(int from)
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

    private TokenSample Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.TryGetProperty("text", out var text))
            {
                return _encoder.Prose(text.GetString() ?? "");
            }

            var turns = json.RootElement.GetProperty("messages").EnumerateArray()
                .Select(message => new ChatTurn(message.GetProperty("role").GetString() ?? "", message.GetProperty("content").GetString() ?? ""))
                .ToList();
            return turns.Count >= 2 && turns[^1].Role == "assistant"
                ? _encoder.Chat(turns, learnEverything)
                : throw new ModelFileException(path, $"line {number + 1}: the last of 'messages' is not the assistant's");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFileException(path, $"line {number + 1} is no training row with 'text' or 'messages': {e.Message}", e);
        }
    }
}
