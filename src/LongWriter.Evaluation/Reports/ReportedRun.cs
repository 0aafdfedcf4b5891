using LongWriter.Evaluation.Judging;
using LongWriter.Evaluation.Judging.Agreements;
using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Reports;

/// <summary>One evaluation as a report shows it. Its texts stay in its folder until they are shown.</summary>
/// <param name="Name">Model and strategy; with the folder's name where another run has the same.</param>
/// <param name="Folder">Where its texts are.</param>
/// <param name="Info">What was run.</param>
/// <param name="Scores">What it comes to.</param>
/// <param name="Judging">By whom it was judged; null where nobody did.</param>
/// <param name="Failures">Calls that gave no prediction, tried again or not.</param>
public sealed record ReportedRun(string Name, string Folder, RunInfo Info, ScoreReport Scores, RunJudging? Judging, int Failures)
{
    /// <summary>Reads and scores the folders of evaluations.</summary>
    /// <param name="progress">Told the predictions read so far, of all folders.</param>
    /// <exception cref="EvaluationFileException">A file of a folder cannot be read.</exception>
    public static IReadOnlyList<ReportedRun> Read(IReadOnlyList<string> paths, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var runs = ScoredFolders.Read(paths, Of, progress, cancellationToken);
        var names = runs.CountBy(run => run.Name, StringComparer.Ordinal).Where(name => name.Value > 1).Select(name => name.Key).ToHashSet(StringComparer.Ordinal);
        return runs.ConvertAll(run => names.Contains(run.Name) ? run with { Name = $"{run.Name} ({Path.GetFileName(Path.TrimEndingDirectorySeparator(run.Folder))})" } : run);
    }

    private static ReportedRun Of(EvaluationFolder folder, ScoreReport scores) => new(
        $"{folder.Info.Model}, {folder.Info.Strategy}",
        folder.Path,
        folder.Info,
        scores,
        RunJudging.Of([.. folder.Judgements.Values.SelectMany(votes => votes)]),
        folder.Failures.Count());
}

/// <summary>How an evaluation was judged.</summary>
/// <param name="Judges">By the names the user gave them.</param>
/// <param name="Templates">Hashes of the prompts.</param>
/// <param name="Votes">All votes.</param>
/// <param name="Unscored">Of these, without a verdict.</param>
/// <param name="Retries">Calls that repaired an answer.</param>
/// <param name="InParts">Votes on texts that were judged in parts.</param>
/// <param name="NotComparable">Why S_q is not comparable with published figures, each reason once; empty where it is.</param>
/// <param name="Between">Agreement of judges with each other; empty for one judge.</param>
/// <param name="Within">Agreement of each judge with itself; judges with one vote are not among them.</param>
public sealed record RunJudging(
    IReadOnlyList<string> Judges, IReadOnlyList<string> Templates, int Votes, int Unscored, int Retries, int InParts,
    IReadOnlyList<string> NotComparable, IReadOnlyList<Agreement> Between, IReadOnlyDictionary<string, IReadOnlyList<Agreement>> Within)
{
    internal static RunJudging? Of(IReadOnlyList<Judgement> votes) => votes.Count == 0 ? null : new RunJudging(
        Distinct(votes.Select(vote => vote.Judge)),
        Distinct(votes.Select(vote => vote.TemplateHash).Where(hash => hash.Length > 0)),
        votes.Count,
        votes.Count(vote => vote.Scores is null),
        votes.Sum(vote => vote.Retries),
        votes.Count(vote => vote.Part != Judgement.Whole),
        Distinct(votes.Select(JudgeTemplate.NotComparable).OfType<string>()),
        JudgeAgreement.Between(votes),
        JudgeAgreement.Within(votes));

    private static List<string> Distinct(IEnumerable<string> values) => [.. values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
