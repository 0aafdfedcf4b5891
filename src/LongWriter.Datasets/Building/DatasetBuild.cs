using LongWriter.Datasets.Authoring;
using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Building;

/// <summary>
/// Builds a data set of a file of instructions. Every document is written once, with a journal of its own; then all are put together
/// in the file's order, so that neither an interrupt nor the number of writers at once changes a byte of what comes out.
/// </summary>
/// <param name="source">Instructions, JSONL or Parquet.</param>
/// <param name="refuses">Why the model cannot write what an instruction asks for, or null.</param>
public sealed class DatasetBuild(string source, BuildFolder folder, Author author, Func<string, string?>? refuses = null)
{
    private readonly Recipe _recipe = Recipe.Find(folder.Info.Recipe);
    private readonly Admission _admission = new(author, refuses);
    private readonly Filters _filters = new(Recipe.Find(folder.Info.Recipe), folder.Info.Variant);

    /// <param name="concurrency">Documents written at once, 1 or more.</param>
    /// <exception cref="DataFileException">A file cannot be read or written.</exception>
    /// <exception cref="LongWriter.Runs.JournalException">A journal is damaged, or cannot be written.</exception>
    public async Task<BuildResult> RunAsync(int concurrency, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        await WriteAsync(concurrency, progress, cancellationToken).ConfigureAwait(false);
        return await new Assembly(_recipe, folder, RowsAsync(cancellationToken)).RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is not written yet.</summary>
    private async Task WriteAsync(int concurrency, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
    {
        long rows = 0, done = 0, fresh = 0, words = 0;
        await foreach (var _ in RowReader.InstructionsAsync(source, cancellationToken).ConfigureAwait(false))
        {
            rows++;
        }

        var gate = new Lock();
        var options = new ParallelOptions { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(RowReader.InstructionsAsync(source, cancellationToken), options, async (row, cancel) =>
        {
            var isFresh = Early(row) is null && author.Read(folder.RowOf(row.Line), row.Row!) is null;
            var composed = isFresh ? await author.WriteAsync(folder.RowOf(row.Line), row.Row!, RowSeed.Of(folder.Info.Seed, row.Line), cancel).ConfigureAwait(false) : null;
            lock (gate)
            {
                (done, fresh) = (done + 1, fresh + (isFresh ? 1 : 0));
                words += composed?.Sections.Sum(section => (long)Text.WordCount.Of(section)) ?? 0;
                progress?.Report(new BuildProgress(rows, done, fresh, words));
            }
        }).ConfigureAwait(false);
    }

    /// <summary>Every row with its verdict, in the file's order.</summary>
    private async IAsyncEnumerable<(ChatRow? Row, Verdict Verdict, TokenUsage Usage)> RowsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in RowReader.InstructionsAsync(source, cancellationToken).ConfigureAwait(false))
        {
            if (Early(row) is { } early)
            {
                yield return (null, early, new TokenUsage(0, 0, 0));
                continue;
            }

            var composed = author.Read(folder.RowOf(row.Line), row.Row!) ?? throw new DataFileException(folder.RowOf(row.Line), "is not finished, though the build was; run it again");
            var (kept, verdict) = _filters.Judge(row.Line, row.Row!, composed);
            yield return (kept, verdict, composed.Usage);
        }
    }

    /// <summary>The verdict on a row that nothing is written for, or null.</summary>
    private Verdict? Early(Located<InstructionRow> row) => _admission.Refuse(row) ?? _filters.Early(row.Line, row.Row!);
}
