using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Building;
using LongWriter.Datasets.Files;
using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Pairing;

/// <summary>
/// Makes preference pairs: several answers to each instruction, each scored, the best against another that is worse, drawn. Every answer
/// and every judgement is kept in a folder of the work and paid for once.
/// </summary>
/// <param name="source">Instructions, JSONL or Parquet.</param>
/// <param name="folder">Where the work is kept.</param>
/// <param name="author">Writes the answers.</param>
/// <param name="judge">Scores them; null ranks by S_l, repetition and coverage.</param>
/// <param name="refuses">Why the model cannot write what an instruction asks for, or null.</param>
public sealed class PairBuild(string source, BuildFolder folder, Author author, IAnswerJudge? judge = null, Func<string, string?>? refuses = null)
{
    private readonly int _samples = folder.Info.Samples is >= 2 and <= 62 and var samples ? samples : throw new ArgumentException("pairs take 2 to 62 samples", nameof(folder));
    private readonly Admission _admission = new(author, refuses);
    private readonly AnswerScorer _scorer = new(judge);

    /// <summary>The folder of the work on a file of pairs.</summary>
    public static string Work(string output) => Beside.Work(output);

    /// <param name="output">The file of pairs, JSONL or Parquet; card, evidence and the form of LLaMA-Factory are written beside it.</param>
    /// <param name="concurrency">Instructions worked on at once, 1 or more.</param>
    /// <exception cref="DataFileException">A file cannot be read or written.</exception>
    public async Task<BuildResult> RunAsync(string output, int concurrency, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        long rows = 0, done = 0, fresh = 0, words = 0;
        await foreach (var _ in RowReader.InstructionsAsync(source, cancellationToken).ConfigureAwait(false))
        {
            rows++;
        }

        var gate = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(RowReader.InstructionsAsync(source, cancellationToken), options, async (row, cancel) =>
        {
            var isFresh = _admission.Refuse(row) is null && !IsDone(row);
            var written = isFresh ? await WriteAsync(row, cancel).ConfigureAwait(false) : 0;
            lock (gate)
            {
                (done, fresh, words) = (done + 1, fresh + (isFresh ? 1 : 0), words + written);
                progress?.Report(new BuildProgress(rows, done, fresh, words));
            }
        }).ConfigureAwait(false);
        return await new PairAssembly(folder.Info, output, PairsAsync(cancellationToken)).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> WriteAsync(Located<InstructionRow> row, CancellationToken cancellationToken)
    {
        var words = 0L;
        for (var sample = 0; sample < _samples; sample++)
        {
            var place = Place(row.Line, sample);
            var composed = await author.WriteAsync(place, row.Row!, RowSeed.Of(folder.Info.Seed, row.Line, sample), cancellationToken).ConfigureAwait(false);
            words += (await _scorer.ScoreAsync(place, sample, composed, cancellationToken).ConfigureAwait(false)).Words;
        }

        return words;
    }

    private async IAsyncEnumerable<Pair> PairsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowReader.InstructionsAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (_admission.Refuse(row) is { } early)
            {
                yield return new Pair(early, [], null, null, null);
                continue;
            }

            var scores = Enumerable.Range(0, _samples).Select(sample => AnswerScorer.Read(Place(row.Line, sample)) ?? throw new DataFileException(Place(row.Line, sample), "is not finished, though the work was; run it again")).ToList();
            yield return Choose(row, scores);
        }
    }

    /// <summary>The best answer, the first of several, and one of those below it, each as likely as any other.</summary>
    private Pair Choose(Located<InstructionRow> row, List<AnswerScore> scores)
    {
        var scored = scores.Where(score => score.Score is not null).ToList();
        var best = scored.MaxBy(score => score.Score);
        var worse = scored.Where(score => score.Score < best!.Score).ToList();
        var reason = scored.Count < 2 ? Reason.Unscored : worse.Count == 0 ? Reason.Tie : Reason.Kept;
        var verdict = new Verdict(row.Line, row.Row!.Id, reason) { Length = Text.TargetLength.Read(row.Row.Instruction) };
        if (reason != Reason.Kept)
        {
            return new Pair(verdict, scores, null, null, null);
        }

        var random = RowSeed.Random(folder.Info.Seed, row.Line);
        var other = worse[random.Next(worse.Count)];
        var pair = new PreferenceRow([new Turn(Turn.User, row.Row.Instruction)], [Answer(row, best!)], [Answer(row, other)]) { Id = row.Row.Id };
        return new Pair(verdict, scores, best!.Sample, other.Sample, pair);
    }

    private Turn Answer(Located<InstructionRow> row, AnswerScore score) => new(Turn.Assistant, AnswerScorer.TextOf(author.Read(Place(row.Line, score.Sample), row.Row!)!));

    private bool IsDone(Located<InstructionRow> row) => Enumerable.Range(0, _samples).All(sample => AnswerScorer.Read(Place(row.Line, sample)) is not null);

    private string Place(long line, int sample) => Path.Combine(folder.RowOf(line), sample.ToString(System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>What became of an instruction.</summary>
/// <param name="Scores">All its answers.</param>
/// <param name="Chosen">The better answer's sample; null where there is no pair.</param>
/// <param name="Rejected">The worse one's.</param>
internal sealed record Pair(Verdict Verdict, IReadOnlyList<AnswerScore> Scores, int? Chosen, int? Rejected, PreferenceRow? Row);
