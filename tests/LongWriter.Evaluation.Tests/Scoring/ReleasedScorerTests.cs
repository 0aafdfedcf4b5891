using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Scoring;
using LongWriter.Evaluation.Tests.Fakes;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Evaluation.Tests.Scoring;

/// <summary>Against the numbers of the released scripts, run beside on the same predictions: docs/benchmarks/evaluation.md has how.</summary>
public class ReleasedScorerTests
{
    private static readonly string s_file = MadePredictions.File();
    private static readonly Lazy<Golden> s_golden = new(() => JsonSerializer.Deserialize<Golden>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "released-scores.json")), EventJson.Options)!);

    [Fact]
    public void The_predictions_are_those_that_the_released_scripts_were_run_on()
    {
        // Whoever runs the scripts anew has the file written by this test.
        if (Environment.GetEnvironmentVariable("LONGWRITER_MADE_PREDICTIONS") is { Length: > 0 } path)
        {
            File.WriteAllText(path, s_file);
        }

        Assert.Equal(s_golden.Value.Sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(s_file))));
    }

    [Fact]
    public void Words_and_length_scores_are_those_of_the_released_scripts()
    {
        var golden = s_golden.Value;
        Assert.Equal(MadePredictions.All.Count, golden.Words.Count);
        Assert.Equal(golden.Words, MadePredictions.All.Select(row => WordCount.Of(row.Prediction.Response)));
        Assert.All(MadePredictions.All.Zip(golden.Words, golden.Scores), row => Assert.Equal(row.Third, LengthScore.Of(row.First.Prediction.Length, row.Second), 1e-9));
        Assert.True(golden.Scores.Distinct().Count() > 50);
        Assert.Contains(0, golden.Scores);
        Assert.Equal(golden.Length, new Scorer().Score(MadePredictions.All.Select(row => row.Prediction), [], "made").Overall.Length!.Mean, 1e-9);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Quality_scores_are_those_of_the_released_script_where_verdicts_are_dropped_and_where_they_are_filled(bool released)
    {
        var golden = released ? s_golden.Value.QualityFilled : s_golden.Value.Quality;
        var rows = MadePredictions.All.Select(row => row.Prediction with { Response = "a text" });

        var report = new Scorer(new ScoreOptions { Released = released }).Score(rows, MadePredictions.All.Select(row => row.Judgement), "made");

        Assert.Equal(golden.Total, report.Overall.Quality!.Mean, 1e-9);
        Assert.Equal(released ? 240 : 240 - MadePredictions.All.Count(row => row.Marks is null), report.Overall.Scored);
        Assert.All(Enum.GetValues<Dimension>(), dimension => Assert.Equal(golden.Of(dimension), report.Dimensions[dimension].Mean, 1e-9));
    }

    /// <param name="Sha256">Of the file the scripts were run on.</param>
    /// <param name="Words">count_words of every response.</param>
    /// <param name="Scores">S_l of every row.</param>
    /// <param name="Length">What eval_length.py prints.</param>
    /// <param name="Quality">What eval_quality.py prints.</param>
    /// <param name="QualityFilled">The same where lines without a verdict stand in judge.jsonl with no scores.</param>
    private sealed record Golden(string Sha256, IReadOnlyList<int> Words, IReadOnlyList<double> Scores, double Length, GoldenQuality Quality, GoldenQuality QualityFilled);

    private sealed record GoldenQuality(double Relevance, double Accuracy, double Coherence, double Clarity, double BreadthAndDepth, double ReadingExperience, double Total)
    {
        public double Of(Dimension dimension) => dimension switch
        {
            Dimension.Relevance => Relevance,
            Dimension.Accuracy => Accuracy,
            Dimension.Coherence => Coherence,
            Dimension.Clarity => Clarity,
            Dimension.BreadthAndDepth => BreadthAndDepth,
            _ => ReadingExperience,
        };
    }
}
