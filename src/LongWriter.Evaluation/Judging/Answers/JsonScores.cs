using System.Text.Json;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>Reads scores from JSON: under their names at any depth, as objects with a score in them, or as a list of such objects.</summary>
internal static class JsonScores
{
    private static readonly HashSet<string> s_score = new(StringComparer.OrdinalIgnoreCase) { "score", "rating", "value", "grade", "points", "分数", "评分", "得分", "分數", "評分" };
    private static readonly HashSet<string> s_name = new(StringComparer.OrdinalIgnoreCase) { "dimension", "name", "criterion", "aspect", "category", "metric", "维度", "指标", "標準", "标准", "維度" };

    public static Claims Read(string text)
    {
        var claims = new Claims();
        foreach (var element in JsonFragments.In(text))
        {
            Walk(element, claims);
        }

        return claims;
    }

    private static void Walk(JsonElement element, Claims claims)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                Walk(item, claims);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (Named(element) is { } named)
        {
            Add(claims, named, Score(element));
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (JsonText.NameOf(property) is { } key && DimensionName.Read(key) is { } dimension)
            {
                Add(claims, dimension, property.Value.ValueKind == JsonValueKind.Object ? Score(property.Value) : property.Value);
            }
            else
            {
                Walk(property.Value, claims);
            }
        }
    }

    private static void Add(Claims claims, Dimension dimension, JsonElement? score)
    {
        if (score is not { } value)
        {
            return;
        }

        var read = value.ValueKind switch
        {
            JsonValueKind.Number => new ScoreValue(value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null, true),
            JsonValueKind.String when JsonText.Of(value) is { } text => ScoreValue.Read(PlainText.Of(text)),
            JsonValueKind.Array or JsonValueKind.Object => new ScoreValue(null, true),
            _ => default,
        };
        claims.Add(dimension, read, value.GetRawText().Trim('"'));
    }

    /// <summary>The dimension that an object of a list is about.</summary>
    private static Dimension? Named(JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.String && JsonText.NameOf(property) is { } key && s_name.Contains(key))
            {
                return JsonText.Of(property.Value) is { } name && Score(element) is not null ? DimensionName.Read(name) : null;
            }
        }

        return null;
    }

    private static JsonElement? Score(JsonElement element)
    {
        JsonElement? score = null;
        foreach (var property in element.EnumerateObject())
        {
            if (JsonText.NameOf(property) is { } key && s_score.Contains(key))
            {
                // Two of them in one object leave a choice: both are passed on as what cannot be read.
                score = score is null ? property.Value : element;
            }
        }

        return score;
    }
}
