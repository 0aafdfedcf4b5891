using System.Text.Json;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Finds the JSON objects and arrays in an answer, whatever stands about them.</summary>
internal static class JsonFragments
{
    /// <summary>Openings that turn out to be none are given up after so many: each may have been looked at to the end of the answer.</summary>
    private const int MostFailures = 64;

    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The outermost ones, in order.</summary>
    public static IEnumerable<JsonElement> In(string text)
    {
        var failures = 0;
        for (var at = 0; failures < MostFailures;)
        {
            var next = text.AsSpan(at).IndexOfAny('{', '[');
            if (next < 0)
            {
                yield break;
            }

            at += next;
            if (End(text, at) is { } end && Parse(text.AsMemory(at, end - at)) is { } element)
            {
                at = end;
                yield return element;
            }
            else
            {
                at++;
                failures++;
            }
        }
    }

    /// <summary>Behind the bracket that closes the one at <paramref name="start"/>; null where none does.</summary>
    private static int? End(string text, int start)
    {
        var depth = 0;
        var quoted = false;
        for (var i = start; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '{' or '[' when !quoted:
                    depth++;
                    break;
                case '}' or ']' when !quoted && --depth == 0:
                    return i + 1;
            }
        }

        return null;
    }

    private static JsonElement? Parse(ReadOnlyMemory<char> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, s_options);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            // Half a character of a surrogate pair is an ArgumentException.
            return null;
        }
    }
}
