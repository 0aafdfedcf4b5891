using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Measures;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Text;

namespace LongWriter.Evaluation.Scoring;

/// <summary>Scores predictions. The texts are read one by one and not kept.</summary>
public sealed class Scorer(ScoreOptions? options = null)
{
    private readonly ScoreOptions _options = options ?? new ScoreOptions();

    /// <summary>Scores the folder of an evaluation, with the judgements that are in it.</summary>
    /// <param name="progress">Told the predictions read so far.</param>
    /// <exception cref="EvaluationFileException">A file of the folder cannot be read.</exception>
    public ScoreReport Score(EvaluationFolder folder, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var judgements = folder.Judgements.Values.SelectMany(votes => votes).ToList();
        var lines = folder.Predictions.Select((prediction, i) => new PredictionLine(i + 1, prediction));
        var (scored, broken) = Read(lines, judgements, progress, cancellationToken);
        var expected = folder.Items.SelectMany(item => Enumerable.Repeat(Place.Of(item), folder.Info.Samples)).ToList();
        return new ReportBuilder(_options, scored, expected, judgements).Build($"{folder.Info.Model}, {folder.Info.Strategy}", folder.Info.SuiteSha256, broken);
    }

    /// <summary>Scores a file of predictions; nothing in it is judged.</summary>
    /// <param name="progress">Told the predictions read so far.</param>
    /// <exception cref="EvaluationFileException">The file cannot be read, or has no predictions.</exception>
    public ScoreReport Score(PredictionFile file, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (scored, twice) = Read(file.Read(), [], progress, cancellationToken);
        List<BrokenLine> broken = [.. file.Broken.Concat(twice).OrderBy(line => line.Line)];
        if (scored.Count == 0)
        {
            throw new EvaluationFileException(file.Path, broken is [var first, ..] ? $"has no predictions; line {first.Line} {first.Problem}" : "is empty; name a file of predictions, one JSON object a line");
        }

        return new ReportBuilder(_options, scored, [.. scored.Select(Place.Of)], []).Build(System.IO.Path.GetFileName(file.Path), null, broken);
    }

    /// <summary>Scores predictions as they are at hand.</summary>
    public ScoreReport Score(IEnumerable<Prediction> predictions, IEnumerable<Judgement> judgements, string source)
    {
        ArgumentNullException.ThrowIfNull(judgements);
        List<Judgement> votes = [.. judgements];
        var (scored, broken) = Read(predictions.Select((prediction, i) => new PredictionLine(i + 1, prediction)), votes, null, CancellationToken.None);
        return new ReportBuilder(_options, scored, [.. scored.Select(Place.Of)], votes).Build(source, null, broken);
    }

    private (List<ScoredPrediction> Scored, List<BrokenLine> Twice) Read(IEnumerable<PredictionLine> lines, IEnumerable<Judgement> judgements, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var marks = judgements
            .GroupBy(judgement => (judgement.Id, judgement.Sample))
            .ToDictionary(votes => votes.Key, votes => QualityScore.Marks(votes, _options.Released));
        var read = 0;

        // As many at a time as there are cores, and no more lines held than are worked on.
        var all = new ConcurrentBag<ScoredPrediction>();
        try
        {
            Parallel.ForEach(Partitioner.Create(lines, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = cancellationToken }, line =>
            {
                all.Add(Score(line, marks));
                progress?.Report(Interlocked.Increment(ref read));
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.OfType<EvaluationFileException>().FirstOrDefault() is { } unreadable)
        {
            ExceptionDispatchInfo.Throw(unreadable);
        }

        return Once(all.OrderBy(scored => scored.Line));
    }

    /// <summary>Of predictions of the same sample the first, and which lines have it again.</summary>
    private static (List<ScoredPrediction> Scored, List<BrokenLine> Twice) Once(IEnumerable<ScoredPrediction> all)
    {
        var scored = new List<ScoredPrediction>();
        var first = new Dictionary<(string Id, int Sample), int>();
        var twice = new List<BrokenLine>();
        foreach (var one in all)
        {
            if (first.TryAdd((one.Id, one.Sample), one.Line))
            {
                scored.Add(one);
            }
            else
            {
                twice.Add(new BrokenLine(one.Line, $"has sample {one.Sample} of item {one.Id}, as line {first[(one.Id, one.Sample)]} has"));
            }
        }

        return (scored, twice);
    }

    private ScoredPrediction Score(PredictionLine line, Dictionary<(string Id, int Sample), IReadOnlyDictionary<Dimension, double>?> marks)
    {
        var prediction = line.Prediction;
        var counted = WordCount.Of(prediction.Response);
        var written = _options.Released ? prediction.ResponseLength : counted;
        var unicode = UnicodeWords.Count(prediction.Response);
        return new ScoredPrediction(
            prediction.Id,
            prediction.Sample,
            line.Line,
            WritingTypes.Of(prediction.Type),
            PromptLanguage.Of(prediction.Prompt),
            prediction.Length,
            written,
            unicode,
            LengthScore.Of(prediction.Length, written),
            LengthScore.Of(prediction.Length, unicode),
            marks.GetValueOrDefault((prediction.Id, prediction.Sample)),
            DocumentMeasures.Of(prediction))
        {
            FinishReason = prediction.FinishReason,
            Seconds = prediction.Seconds,
            Usage = prediction.Usage,
            Prompt = prediction.Prompt,
            Mismatch = prediction.ResponseLength == counted ? null : new CountMismatch(line.Line, prediction.Id, prediction.ResponseLength, counted),
        };
    }
}

/// <summary>Where a prediction belongs among the groups.</summary>
internal readonly record struct Place(string Type, string Language, int Asked)
{
    public static Place Of(SuiteItem item) => new(WritingTypes.Of(item.Type), item.Language, item.Length);

    public static Place Of(ScoredPrediction prediction) => new(prediction.Type, prediction.Language, prediction.Asked);
}
