using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Training.Data;

/// <summary>
/// Reads training rows from JSONL: <c>{"text": …}</c> for prose, <c>{"messages": [{"role", "content"}, …]}</c> for chats whose last
/// message is the assistant's.
/// </summary>
public sealed class SampleFile(string path, Tokenizer tokenizer, bool learnEverything)
{
    private static readonly string[] s_zeroWidth = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"];
    private readonly ChatTemplate _template = ChatTemplate.Llama3(tokenizer);

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
                return Prose(text.GetString() ?? "");
            }

            var turns = json.RootElement.GetProperty("messages").EnumerateArray()
                .Select(message => new ChatTurn(message.GetProperty("role").GetString() ?? "", message.GetProperty("content").GetString() ?? ""))
                .ToList();
            return turns.Count >= 2 && turns[^1].Role == "assistant"
                ? Chat(turns)
                : throw new ModelFileException(path, $"line {number + 1}: the last of 'messages' is not the assistant's");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFileException(path, $"line {number + 1} is no training row with 'text' or 'messages': {e.Message}", e);
        }
    }

    private TokenSample Prose(string text)
    {
        int[] ids = [tokenizer.Vocabulary.BosId ?? _template.EndOfTurn, .. _template.EncodeAnswer(Clean(text), WordSlots.For(tokenizer))];
        return new TokenSample(ids, [false, .. Enumerable.Repeat(true, ids.Length - 1)]);
    }

    private TokenSample Chat(List<ChatTurn> turns)
    {
        var slots = WordSlots.For(tokenizer);
        var prompt = _template.EncodePrompt(turns[..^1].Select(turn => turn with { Content = Clean(turn.Content) }), slots);
        slots?.Close();
        int[] ids = [.. prompt, .. _template.EncodeAnswer(Clean(turns[^1].Content), slots)];
        var learn = new bool[ids.Length];
        Array.Fill(learn, true, learnEverything ? 1 : prompt.Count, ids.Length - (learnEverything ? 1 : prompt.Count));
        return new TokenSample(ids, learn);
    }

    /// <summary>Zero-width characters are dropped, as the paper's data preparation does.</summary>
    private static string Clean(string text) => s_zeroWidth.Aggregate(text, (t, mark) => t.Replace(mark, "", StringComparison.Ordinal));
}
