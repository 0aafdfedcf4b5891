using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Runs;

namespace LongWriter.Evaluation.Scoring;

/// <summary>What an evaluation comes to: <c>scores.json</c>.</summary>
/// <param name="Version">The version of the format.</param>
/// <param name="Source">What was scored: the model and the strategy of a run, or a file's name.</param>
/// <param name="SuiteSha256">The suite's bytes; null where predictions come from a file that does not tell.</param>
/// <param name="Released">Whether it was scored as the released scorer does.</param>
/// <param name="Seed">Of the bootstrap.</param>
/// <param name="Overall">All items.</param>
public sealed record ScoreReport(int Version, string Source, string? SuiteSha256, bool Released, long Seed, ScoreGroup Overall)
{
    /// <summary>The version that is written.</summary>
    public const int Current = 1;

    /// <summary>By words asked for; bins without items are left out.</summary>
    public IReadOnlyList<ScoreGroup> Bins { get; init; } = [];

    public IReadOnlyList<ScoreGroup> Languages { get; init; } = [];

    public IReadOnlyList<ScoreGroup> Types { get; init; } = [];

    /// <summary>(mean − 1)·25 of each dimension; empty where nothing is scored.</summary>
    public IReadOnlyDictionary<Dimension, Figure> Dimensions { get; init; } = new Dictionary<Dimension, Figure>();

    public IReadOnlyList<JudgeScore> Judges { get; init; } = [];

    /// <summary>Quality by position: means over documents, first tenth to last; empty where all are short.</summary>
    public IReadOnlyList<double> DistinctByPosition { get; init; } = [];

    /// <summary>The same of the share of 4-grams that stood before.</summary>
    public IReadOnlyList<double> RepeatedByPosition { get; init; } = [];

    /// <summary>Why documents ended, with how many; unknown where the file does not tell.</summary>
    public IReadOnlyDictionary<string, int> Stops { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Seconds a document; null where they are not known.</summary>
    public Figure? Seconds { get; init; }

    /// <summary>Prompt, cached and completion tokens a document; null where they are not known.</summary>
    public MeanTokens? Tokens { get; init; }

    /// <summary>Instructions that were asked for at several lengths.</summary>
    public RulerTable? Ruler { get; init; }

    /// <summary>Against the model that this one was made from; null where none was given.</summary>
    public ShortPromptGate? ShortPrompts { get; init; }

    /// <summary>Predictions whose own count of words is not what counting gives.</summary>
    public IReadOnlyList<CountMismatch> Mismatches { get; init; } = [];

    /// <summary>Lines that are no predictions.</summary>
    public IReadOnlyList<BrokenLine> Broken { get; init; } = [];

    /// <summary>Every prediction, in the order of ids and samples.</summary>
    public IReadOnlyList<ScoredPrediction> Predictions { get; init; } = [];

    /// <summary>The report as one line of JSON, what <c>scores.json</c> holds.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, EventJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="EvaluationFileException">The file cannot be read, or holds no scores of this version.</exception>
    public static ScoreReport Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ScoreReport>(File.ReadAllText(path), EventJson.Options) is { Version: Current } report ? report
                : throw new EvaluationFileException(path, "holds scores of another version; longwriter eval score writes them anew");
        }
        catch (JsonException e)
        {
            throw new EvaluationFileException(path, "holds no scores; longwriter eval score writes them anew", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EvaluationFileException(path, $"cannot be read: {e.Message}", e);
        }
    }
}

/// <summary>The scores of some of the items.</summary>
/// <param name="Name">All, a bin, a language, a type.</param>
/// <param name="Items">Items with a prediction.</param>
/// <param name="Predictions">Of all their samples.</param>
/// <param name="Expected">Predictions that there should be.</param>
/// <param name="Scored">Predictions with a judge's verdict.</param>
/// <param name="Length">S_l.</param>
/// <param name="LengthUnicode">S_l by words of any script.</param>
/// <param name="Quality">S_q over the items that are scored; null without any.</param>
/// <param name="Total">S̄: half the sum of both; null without any that are scored.</param>
public sealed record ScoreGroup(string Name, int Items, int Predictions, int Expected, int Scored, Figure? Length, Figure? LengthUnicode, Figure? Quality, Figure? Total)
{
    /// <summary>Predictions there are over those there should be, 0 to 1.</summary>
    public double Coverage => Expected == 0 ? 0 : (double)Predictions / Expected;

    /// <summary>Scored predictions over those there should be, 0 to 1.</summary>
    public double QualityCoverage => Expected == 0 ? 0 : (double)Scored / Expected;

    /// <summary>Judge-free measures by name; those that no document has are left out. Empty for languages and types.</summary>
    public IReadOnlyDictionary<string, Figure> Measures { get; init; } = new Dictionary<string, Figure>(StringComparer.Ordinal);
}

/// <summary>S_q by one judge alone.</summary>
/// <param name="Votes">Votes and parts judged.</param>
/// <param name="Unscored">Of these, without a verdict.</param>
public sealed record JudgeScore(string Judge, int Votes, int Unscored, Figure? Quality);

/// <summary>Mean tokens a document.</summary>
public sealed record MeanTokens(double Prompt, double Cached, double Completion);

/// <summary>A prediction whose file tells another number of words than counting gives.</summary>
public sealed record CountMismatch(int Line, string Id, int Stated, int Counted);

/// <summary>A line of a file that is not taken, and why.</summary>
public sealed record BrokenLine(int Line, string Problem);
