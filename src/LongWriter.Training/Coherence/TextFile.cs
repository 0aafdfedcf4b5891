using System.Text.Json;
using LongWriter.Formats;

namespace LongWriter.Training.Coherence;

/// <summary>Long texts of a file: rows of JSONL with a text, the assistant's last message or a response, or one plain file.</summary>
internal static class TextFile
{
    /// <exception cref="ModelFileException">A line is no such row; the message names it.</exception>
    public static IEnumerable<string> Read(string path)
    {
        if (!path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            yield return File.ReadAllText(path);
            yield break;
        }

        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return Parse(path, line, number);
            }
        }
    }

    private static string Parse(string path, string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            foreach (var name in (string[])["text", "response"])
            {
                if (json.RootElement.TryGetProperty(name, out var text))
                {
                    return text.GetString() ?? "";
                }
            }

            return json.RootElement.GetProperty("messages").EnumerateArray().Last(message => message.GetProperty("role").GetString() == "assistant").GetProperty("content").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new ModelFileException(path, $"line {number} has no 'text', 'response' or 'messages' with the assistant's: {e.Message}", e);
        }
    }
}
