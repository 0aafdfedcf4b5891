using System.Text.Json;
using LongWriter.Evaluation.Judging.Answers;

namespace LongWriter.Evaluation.Pairwise;

/// <summary>Reads which text a judge prefers from its answer.</summary>
internal static class PreferenceReader
{
    private static readonly HashSet<string> s_keys = new(StringComparer.OrdinalIgnoreCase) { "better", "winner", "verdict", "preference", "preferred", "choice", "更好", "胜者", "胜出" };

    /// <returns>A preference, or the problem where there is none or more than one.</returns>
    public static (object? Better, string? Problem) Read(string answer)
    {
        var text = Verdict.WithoutThinking(answer);
        var found = Claims(text).ToList();
        if (found.Count == 0)
        {
            found = [.. Claims(PlainText.Of(text))];
        }

        return found.Distinct().ToList() switch
        {
            [{ } one] => (one, null),
            [null] => (null, "Better is neither A nor B nor tie"),
            [] => (null, "it does not say which is better"),
            _ => (null, "it gives two answers that differ"),
        };
    }

    private static IEnumerable<Preference?> Claims(string text) =>
        from element in JsonFragments.In(text)
        where element.ValueKind == JsonValueKind.Object
        from property in element.EnumerateObject()
        where property.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(property) is { } key && s_keys.Contains(key.Trim('*', ' '))
        select Of(JsonText.Of(property.Value) ?? "");

    private static Preference? Of(string value)
    {
        var word = PlainText.Of(value).Trim(' ', '*', '"', '\'', '.', '[', ']').ToUpperInvariant();
        foreach (var about in new[] { "WRITING", "TEXT", "RESPONSE", "ASSISTANT", "文章", "文本" })
        {
            word = word.StartsWith(about, StringComparison.Ordinal) ? word[about.Length..].Trim() : word;
        }

        return word switch
        {
            "A" => Preference.First,
            "B" => Preference.Second,
            "TIE" or "DRAW" or "EQUAL" or "平局" or "平手" => Preference.Tie,
            _ => null,
        };
    }
}
