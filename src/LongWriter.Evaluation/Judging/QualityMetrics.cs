using Microsoft.Extensions.AI.Evaluation;

namespace LongWriter.Evaluation.Judging;

/// <summary>A judgement in the words of Microsoft.Extensions.AI.Evaluation.</summary>
internal static class QualityMetrics
{
    /// <summary>A mean score below this does not pass, as in the evaluators of that library.</summary>
    private const double Passing = 4;

    public static EvaluationResult Of(Judgement judgement)
    {
        var metrics = Dimensions.All.Select(dimension => Metric(dimension.Name(), judgement.Scores?[dimension], judgement.Scores?[dimension])).ToList();
        double? quality = judgement.Scores is { } scores ? Dimensions.Quality(scores) : null;
        metrics.Add(Metric(WritingQualityEvaluator.QualityMetric, quality, (quality / 25) + 1));
        foreach (var metric in metrics)
        {
            metric.AddDiagnostics([.. Diagnostics(judgement)]);
        }

        return new EvaluationResult([.. metrics]);
    }

    /// <param name="score">On the scale from 1 to 5.</param>
    private static NumericMetric Metric(string name, double? value, double? score) => new(name, value)
    {
        Interpretation = score is { } known
            ? new EvaluationMetricInterpretation(Rating(known), failed: known < Passing, $"{known:0.##} on a scale from 1 to 5")
            : new EvaluationMetricInterpretation(EvaluationRating.Inconclusive, failed: true, "unscored"),
    };

    private static EvaluationRating Rating(double score) => score switch
    {
        >= 4.5 => EvaluationRating.Exceptional,
        >= 3.5 => EvaluationRating.Good,
        >= 2.5 => EvaluationRating.Average,
        >= 1.5 => EvaluationRating.Poor,
        _ => EvaluationRating.Unacceptable,
    };

    private static IEnumerable<EvaluationDiagnostic> Diagnostics(Judgement judgement)
    {
        if (judgement.Problem is { } problem)
        {
            yield return EvaluationDiagnostic.Error(problem);
        }

        if (judgement.Retries > 0)
        {
            yield return EvaluationDiagnostic.Informational($"the judge was asked {judgement.Retries} more {(judgement.Retries == 1 ? "time" : "times")}");
        }

        if (judgement.Part != Judgement.Whole)
        {
            yield return EvaluationDiagnostic.Informational($"the text was too long for the judge and was judged in {judgement.Part}");
        }
    }
}
