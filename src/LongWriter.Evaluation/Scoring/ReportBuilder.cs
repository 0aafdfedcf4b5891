using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Measures;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Scoring;

/// <summary>Puts scored predictions into groups and takes their means.</summary>
internal sealed class ReportBuilder
{
    private static readonly (string Name, Func<DocumentMeasures, double?> Of)[] s_measures =
    [
        ("repeated_4_grams", measures => measures.RepeatedFourGrams),
        ("distinct_1", measures => measures.Distinct1),
        ("distinct_2", measures => measures.Distinct2),
        ("distinct_3", measures => measures.Distinct3),
        ("most_repeated_sentence", measures => measures.MostRepeatedSentence),
        ("section_overlap", measures => measures.SectionOverlap),
        ("headings_on_plan", measures => measures.HeadingsOnPlan),
        ("text_on_plan", measures => measures.TextOnPlan),
        ("subject_carried", measures => measures.SubjectCarried),
    ];

    private readonly ScoreOptions _options;
    private readonly List<ScoredPrediction> _scored;
    private readonly IReadOnlyList<Place> _expected;
    private readonly IReadOnlyList<Judgement> _judgements;

    public ReportBuilder(ScoreOptions options, List<ScoredPrediction> scored, IReadOnlyList<Place> expected, IReadOnlyList<Judgement> judgements)
    {
        (_options, _expected, _judgements) = (options, expected, judgements);
        _scored = [.. scored.OrderBy(prediction => prediction.Id, Natural).ThenBy(prediction => prediction.Sample)];
    }

    /// <summary>1, 2, 10 rather than 1, 10, 2.</summary>
    private static IComparer<string> Natural { get; } = Comparer<string>.Create((left, right) =>
        int.TryParse(left, out var l) && int.TryParse(right, out var r) && l != r ? l.CompareTo(r) : string.CompareOrdinal(left, right));

    public ScoreReport Build(string source, string? suite, IReadOnlyList<BrokenLine> broken)
    {
        // A broken line was to be a prediction of some bin; of which, it does not tell.
        var overall = Group("all", _ => true, measured: true);
        overall = overall with { Expected = Math.Max(overall.Expected, overall.Predictions + (suite is null ? broken.Count : 0)) };
        var timed = _scored.Where(prediction => prediction.Usage is not null).ToList();
        var positioned = _scored.Where(prediction => prediction.Measures.DistinctByPosition is not null).ToList();
        return new ScoreReport(ScoreReport.Current, source, suite, _options.Released, _options.Seed, overall)
        {
            Bins = Groups(LengthBin.All.Select(bin => bin.Name), place => LengthBin.Of(place.Asked).Name, measured: true),
            Languages = Groups(["en", "zh"], place => place.Language, measured: false),
            Types = Groups(WritingTypes.All.Concat(_expected.Select(place => place.Type).Except(WritingTypes.All, StringComparer.Ordinal).Order(StringComparer.Ordinal)), place => place.Type, measured: false),
            Dimensions = Dimensions(),
            Judges = [.. _judgements.GroupBy(judgement => judgement.Judge, StringComparer.Ordinal).OrderBy(judge => judge.Key, StringComparer.Ordinal).Select(Judge)],
            DistinctByPosition = ByPosition(positioned, measures => measures.DistinctByPosition!),
            RepeatedByPosition = ByPosition(positioned, measures => measures.RepeatedByPosition!),
            Stops = StopReasons.Of(_scored),
            Seconds = Mean(_scored, prediction => prediction.Seconds),
            Tokens = timed.Count == 0 ? null : new MeanTokens(timed.Average(p => p.Usage!.Prompt), timed.Average(p => p.Usage!.Cached), timed.Average(p => p.Usage!.Completion)),
            Ruler = RulerTable.Of(_scored),
            Mismatches = [.. _scored.Select(prediction => prediction.Mismatch).OfType<CountMismatch>().OrderBy(mismatch => mismatch.Line)],
            Broken = broken,
            Predictions = _scored,
        };
    }

    private List<ScoreGroup> Groups(IEnumerable<string> names, Func<Place, string> name, bool measured) =>
        [.. names.Select(one => Group(one, place => name(place) == one, measured)).Where(group => group.Expected > 0)];

    private ScoreGroup Group(string name, Func<Place, bool> belongs, bool measured)
    {
        var here = _scored.Where(prediction => belongs(Place.Of(prediction))).ToList();
        var items = here
            .GroupBy(prediction => prediction.Id, StringComparer.Ordinal)
            .Select(item => (item.Average(sample => sample.LengthScore), item.Average(sample => sample.Quality)));
        return new ScoreGroup(
            name,
            here.Select(prediction => prediction.Id).Distinct(StringComparer.Ordinal).Count(),
            here.Count,
            _expected.Count(belongs),
            here.Count(prediction => prediction.Marks is not null),
            Mean(here, prediction => prediction.LengthScore),
            Mean(here, prediction => prediction.LengthScoreUnicode),
            Mean(here, prediction => prediction.Quality),
            Bootstrap.HalfSum(items, _options.Seed))
        {
            Measures = !measured ? new Dictionary<string, Figure>(StringComparer.Ordinal)
                : s_measures.Select(measure => (measure.Name, Figure: Mean(here, prediction => measure.Of(prediction.Measures))))
                    .Where(measure => measure.Figure is not null)
                    .ToDictionary(measure => measure.Name, measure => measure.Figure!, StringComparer.Ordinal),
        };
    }

    private Dictionary<Dimension, Figure> Dimensions() => _scored.All(prediction => prediction.Marks is null) ? []
        : Enum.GetValues<Dimension>().ToDictionary(
            dimension => dimension,
            dimension => Mean(_scored, prediction => prediction.Marks is { } marks ? QualityScore.OfDimension(marks[dimension]) : null)!);

    private JudgeScore Judge(IGrouping<string, Judgement> judge)
    {
        var known = _scored.Select(prediction => (prediction.Id, prediction.Sample)).ToHashSet();
        var items = judge
            .GroupBy(judgement => (judgement.Id, judgement.Sample))
            .Where(votes => known.Contains(votes.Key))
            .Select(votes => (votes.Key.Id, Marks: QualityScore.Marks(votes, _options.Released)))
            .Where(item => item.Marks is not null)
            .GroupBy(item => item.Id, item => QualityScore.Of(item.Marks!), StringComparer.Ordinal)
            .Select(samples => samples.Order().Average());
        return new JudgeScore(judge.Key, judge.Count(), judge.Count(judgement => judgement.Scores is null), Bootstrap.Mean(items, _options.Seed));
    }

    /// <summary>The mean over items of the mean over their samples, of those that have a value.</summary>
    private Figure? Mean(IEnumerable<ScoredPrediction> predictions, Func<ScoredPrediction, double?> value) => Bootstrap.Mean(
        predictions.GroupBy(prediction => prediction.Id, value, StringComparer.Ordinal).Select(item => item.Average()).OfType<double>(),
        _options.Seed);

    private static List<double> ByPosition(List<ScoredPrediction> predictions, Func<DocumentMeasures, IReadOnlyList<double>> values) =>
        predictions.Count == 0 ? [] : [.. Enumerable.Range(0, DocumentMeasures.Parts).Select(part => predictions.Average(prediction => values(prediction.Measures)[part]))];
}
