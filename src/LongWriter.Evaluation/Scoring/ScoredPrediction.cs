using System.Text.Json.Serialization;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Measures;

namespace LongWriter.Evaluation.Scoring;

/// <summary>What was found of one prediction; its text is not kept.</summary>
/// <param name="Id">The item's name in its suite.</param>
/// <param name="Sample">Which of the item's samples.</param>
/// <param name="Line">Where it stands in its file, from 1.</param>
/// <param name="Type">By the name that the English rows have.</param>
/// <param name="Language">en or zh.</param>
/// <param name="Asked">Words asked for.</param>
/// <param name="Written">Words as the paper counts them, counted again; with the released scorer's ways the number in the file.</param>
/// <param name="WrittenUnicode">Words of any script, see <see cref="UnicodeWords"/>.</param>
/// <param name="LengthScore">S_l of <paramref name="Written"/>, 0 to 100.</param>
/// <param name="LengthScoreUnicode">S_l of <paramref name="WrittenUnicode"/>.</param>
/// <param name="Marks">Of the judges, 1 to 5 a dimension; null where it is unjudged or unscored.</param>
/// <param name="Measures">What can be said without a judge.</param>
public sealed record ScoredPrediction(
    string Id, int Sample, int Line, string Type, string Language, int Asked, int Written, int WrittenUnicode,
    double LengthScore, double LengthScoreUnicode, IReadOnlyDictionary<Dimension, double>? Marks, DocumentMeasures Measures)
{
    /// <summary>S_q; null where there are no marks.</summary>
    public double? Quality => Marks is null ? null : QualityScore.Of(Marks);

    /// <summary>S̄ = (S_l + S_q)/2; null where there are no marks.</summary>
    public double? Overall => (LengthScore + Quality) / 2;

    public string? FinishReason { get; init; }

    /// <summary>From the first call to the last word.</summary>
    public double? Seconds { get; init; }

    public TokenUsage? Usage { get; init; }

    /// <summary>Set where the file tells another number of words than counting gives.</summary>
    [JsonIgnore]
    public CountMismatch? Mismatch { get; init; }

    [JsonIgnore]
    public string Prompt { get; init; } = "";
}
