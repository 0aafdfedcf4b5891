using System.Text.Json;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>The scores that an answer claims, as they are found, and what is wrong with them.</summary>
internal sealed class Claims
{
    private readonly Dictionary<Dimension, double> _found = [];
    private readonly List<string> _problems = [];

    /// <summary>Whether something was meant as a score.</summary>
    public bool Any { get; private set; }

    public void Add(Dimension dimension, ScoreValue value, string asWritten)
    {
        if (!value.IsScore)
        {
            return;
        }

        Any = true;
        if (value.Number is not { } number)
        {
            _problems.Add($"{dimension.Name()} is {Short(asWritten)}, which is no score from 1 to 5");
        }
        else if (!_found.TryAdd(dimension, number) && _found[dimension] != number)
        {
            _problems.Add($"{dimension.Name()} has two scores, {_found[dimension]:0.####} and {number:0.####}");
        }
    }

    public Verdict ToVerdict()
    {
        if (!Any)
        {
            return new Verdict(_found, "it holds no scores");
        }

        var outside = _found.Where(score => score.Value is not (>= 1 and <= 5)).OrderBy(score => score.Key).Select(score => $"{score.Key.Name()} is {score.Value:0.####}, not 1 to 5");
        var missing = Dimensions.All.Where(dimension => !_found.ContainsKey(dimension)).Select(Dimensions.Name).ToList();
        var problem = _problems.Concat(outside).FirstOrDefault() ?? (missing.Count > 0 ? $"{string.Join(", ", missing)} {(missing.Count == 1 ? "has" : "have")} no score" : null);
        return new Verdict(_found, problem);
    }

    private static string Short(string text) => JsonSerializer.Serialize(text.Length <= 20 ? text : text[..20] + "…", s_text);

    private static readonly JsonSerializerOptions s_text = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
