using CsCheck;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Scoring;

public class ScorerTests
{
    private static Prediction Wrote(string id, int asked, int words, int sample = 0, string type = "News Report", string prompt = "Write of bridges") =>
        new($"{prompt}, {asked}, {id}", type, asked, string.Join(' ', Enumerable.Repeat("word", words)), words) { Id = id, Sample = sample };

    private static Judgement Judged(string id, double mark, int sample = 0, string judge = "j", int vote = 0) =>
        new(id, sample, judge, vote, Enum.GetValues<Dimension>().ToDictionary(dimension => dimension, _ => mark));

    private static ScoreReport Score(IEnumerable<Prediction> predictions, params Judgement[] judgements) => new Scorer().Score(predictions, judgements, "test");

    [Fact]
    public void Scores_are_means_over_the_items_of_each_group()
    {
        var report = Score([Wrote("1", 100, 100), Wrote("2", 1000, 500), Wrote("3", 2000, 0, type: "社区论坛"), Wrote("4", 30_000, 30_000, prompt: "写一篇文章关于桥")]);

        Assert.Equal((100 + 50 + 0 + 100) / 4.0, report.Overall.Length!.Mean, 9);
        Assert.Equal([("[0,500)", 100.0), ("[500,2k)", 50), ("[2k,4k)", 0), ("(20k,…)", 100)], report.Bins.Select(bin => (bin.Name, Math.Round(bin.Length!.Mean, 9))));
        Assert.Equal([("en", 3), ("zh", 1)], report.Languages.Select(language => (language.Name, language.Items)));
        Assert.Equal(["News Report", "Community Forum"], report.Types.Select(type => type.Name));
    }

    [Fact]
    public void Without_a_judge_quality_and_total_are_blank_whatever_was_written() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Int[0, 300]).Array[1, 8].Each(20, items =>
        {
            var report = Score(items.Select((item, i) => Wrote($"{i}", item.Item1, item.Item2)));

            Assert.All(report.Bins.Concat(report.Languages).Concat(report.Types).Append(report.Overall), group =>
            {
                Assert.Null(group.Quality);
                Assert.Null(group.Total);
                Assert.Equal(0, group.QualityCoverage);
                Assert.NotNull(group.Length);
            });
            Assert.Empty(report.Dimensions);
            Assert.All(report.Predictions, prediction => Assert.Null(prediction.Overall));
        });

    [Fact]
    public void Unscored_items_lower_the_coverage_and_nothing_else()
    {
        Prediction[] predictions = [Wrote("1", 100, 100), Wrote("2", 100, 50), Wrote("3", 100, 100), Wrote("4", 100, 50)];
        var report = Score(predictions, Judged("1", 5), Judged("2", 3), Judged("3", 0), new Judgement("4", 0, "j", 0, null));

        Assert.Equal(75, report.Overall.Quality!.Mean);
        Assert.Equal(2, report.Overall.Quality.Items);
        Assert.Equal(0.5, report.Overall.QualityCoverage);
        Assert.Equal(1, report.Overall.Coverage);
        Assert.Equal(75, report.Overall.Length!.Mean);
        Assert.Equal(75, report.Overall.Total!.Mean);
        Assert.All(report.Dimensions.Values, dimension => Assert.Equal(75, dimension.Mean));
        Assert.Equal(1, Assert.Single(report.Judges).Unscored);
    }

    [Fact]
    public void Samples_are_averaged_first_and_never_drawn_for_items()
    {
        // Four samples of one item and one of another: the mean counts items, and so does the interval.
        var report = Score([.. Enumerable.Range(0, 4).Select(sample => Wrote("1", 100, 100, sample)), Wrote("2", 100, 50)]);

        Assert.Equal(75, report.Overall.Length!.Mean);
        Assert.Equal((50.0, 100.0, 2), (report.Overall.Length.Low, report.Overall.Length.High, report.Overall.Length.Items));
        Assert.Equal(5, report.Overall.Predictions);
    }

    [Fact]
    public void The_order_of_predictions_and_judgements_does_not_matter()
    {
        var predictions = Enumerable.Range(0, 40).Select(i => Wrote($"{i / 2}", (i / 2 * 97 % 3000) + 50, i * 31 % 2000, i % 2)).ToList();
        var judgements = Enumerable.Range(0, 40).Select(i => Judged($"{i / 2}", 1 + (i * 7 % 9 / 2.0), i % 2)).ToArray();
        var one = Score(predictions, judgements);
        new Random(3).Shuffle(judgements);
        predictions.Reverse();
        var other = Score(predictions, judgements);

        Assert.Equal(one.Overall with { Measures = null! }, other.Overall with { Measures = null! });
        Assert.Equal(one.Overall.Measures, other.Overall.Measures);
        Assert.Equal(one.Bins.Select(bin => bin.Total), other.Bins.Select(bin => bin.Total));
        Assert.Equal(one.Dimensions, other.Dimensions);
    }

    [Fact]
    public void Counts_that_are_not_what_counting_gives_are_told_and_not_believed_but_by_the_released_ways()
    {
        Prediction[] predictions = [Wrote("a", 100, 100), Wrote("b", 100, 100) with { ResponseLength = 50 }];

        Assert.Equal(new CountMismatch(2, "b", 50, 100), Assert.Single(Score(predictions).Mismatches));
        Assert.Equal(100, Score(predictions).Overall.Length!.Mean);
        Assert.Equal(75, new Scorer(new ScoreOptions { Released = true }).Score(predictions, [], "test").Overall.Length!.Mean);
    }

    [Fact]
    public void A_sample_that_stands_twice_counts_once()
    {
        var report = Score([Wrote("a", 100, 100), Wrote("a", 100, 0)]);

        Assert.Equal(100, report.Overall.Length!.Mean);
        Assert.Equal(2, Assert.Single(report.Broken).Line);
    }

    [Fact]
    public void Stops_seconds_and_tokens_are_told_where_they_are_known()
    {
        var report = Score([Wrote("a", 100, 10) with { FinishReason = "length", Seconds = 2, Usage = new TokenUsage(10, 4, 20) }, Wrote("b", 100, 10) with { FinishReason = "stop", Seconds = 4 }, Wrote("c", 100, 10)]);

        Assert.Equal(new Dictionary<string, int> { ["length"] = 1, ["stop"] = 1, ["unknown"] = 1 }, report.Stops);
        Assert.Equal(3, report.Seconds!.Mean);
        Assert.Equal(new MeanTokens(10, 4, 20), report.Tokens);
        Assert.Null(Score([Wrote("a", 1, 1)]).Tokens);
    }

    [Fact]
    public void The_folder_of_an_evaluation_is_scored_with_what_is_missing_in_it()
    {
        using var temp = new TempFolder();
        var suite = new Suite("mine", "abc", [new SuiteItem("1", "Write", "News Report", 100), new SuiteItem("2", "Write more", "News Report", 600)]);
        using (var folder = EvaluationFolder.CreateOrResume(temp.Root, new RunInfo(RunInfo.Current, "mine", "abc", "nano", "direct", 2, 0), suite))
        {
            folder.AppendPrediction(Wrote("1", 100, 100));
            folder.AppendPrediction(Wrote("1", 100, 50, sample: 1));
            using var judgements = folder.OpenJudgements("j");
            judgements.Append(Judged("1", 4));
        }

        using var written = EvaluationFolder.Open(temp.Root);
        var report = new Scorer().Score(written, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(75, report.Overall.Length!.Mean);
        Assert.Equal(75, report.Overall.Quality!.Mean);
        Assert.Equal(0.5, report.Overall.Coverage);
        Assert.Equal(0.25, report.Overall.QualityCoverage);
        Assert.Equal([(1.0, 0.5), (0, 0)], report.Bins.Select(bin => (bin.Coverage, bin.QualityCoverage)));
        Assert.Equal("abc", report.SuiteSha256);
    }

    [Fact]
    public void A_file_without_predictions_says_what_its_first_line_is()
    {
        using var temp = new TempFolder();
        var path = temp.Write("pred.jsonl", "what\n");

        var e = Assert.Throws<EvaluationFileException>(() => new Scorer().Score(new PredictionFile(path), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("line 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_folder_is_told_as_one_error()
    {
        using var temp = new TempFolder();
        var suite = new Suite("mine", "abc", [new SuiteItem("1", "Write", "News Report", 100)]);
        using (var folder = EvaluationFolder.CreateOrResume(temp.Root, new RunInfo(RunInfo.Current, "mine", "abc", "nano", "direct", 1, 0), suite))
        {
            folder.AppendPrediction(Wrote("1", 100, 100));
        }

        File.AppendAllText(temp["predictions.jsonl"], "damaged\n{}\n");
        using var written = EvaluationFolder.Open(temp.Root);

        Assert.Throws<EvaluationFileException>(() => new Scorer().Score(written, cancellationToken: TestContext.Current.CancellationToken));
    }
}
