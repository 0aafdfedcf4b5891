using LongWriter.Datasets.Selecting.Asking;
using LongWriter.Datasets.Selecting.Duplicates;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Selecting;

/// <summary>
/// Selects from logs the instructions that need a long text: cheap rules, contamination, near-duplicates, then a model where one is
/// given. Every row is kept or has a verdict with its reason. The same input gives the same bytes; a selection that was stopped begins
/// anew, and what a model was asked already stands in a file beside the output and is not asked again.
/// </summary>
/// <param name="inputs">JSONL, Parquet or CSV files, in the order in which they count.</param>
/// <param name="selector">Says of what states no length whether it needs a long text; without it such rows are passed over.</param>
/// <param name="selectorName">The model's name.</param>
public sealed class Selection(IReadOnlyList<string> inputs, SelectionOptions options, IChatClient? selector = null, string selectorName = "")
{
    /// <summary>Rows that may wait for the selector's answer to one before them.</summary>
    private const int MostWaiting = 10_000;

    /// <summary>The most that is told to be read while rows are undecided.</summary>
    private const double MostUndecided = 0.999;

    private readonly Dictionary<Reason, long> _counts = [];
    private readonly LengthStudy _lengths = new();
    private readonly NearDuplicates _seen = new();
    private readonly Queue<(ExaminedRow Row, Task<SelectorAnswer>? Answer)> _waiting = new();
    private readonly LongTextSelector? _selector = selector is null ? null : new LongTextSelector(selector, selectorName, options.MinWords);

    /// <summary>Of each file the rows in those before it; a row's number among all is told from it.</summary>
    private readonly long[] _before = new long[inputs.Count];
    private long _number;
    private int _file;
    private int _asking;

    /// <summary>Where the first row that cannot be read stands and what is wrong with it, or null.</summary>
    public string? FirstBad { get; private set; }

    /// <param name="output">The JSONL file to write; verdicts, the study of lengths and the selector's answers stand beside it under its name.</param>
    /// <exception cref="DataFileException">A file cannot be used, or a row where the options refuse such.</exception>
    public async Task<SelectionResult> RunAsync(string output, IProgress<SelectionProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using var answers = _selector is null ? null : new SelectorJournal(SelectionFiles.Answers(output));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var files = new SelectionFiles(output, inputs);
        await using (files.ConfigureAwait(false))
        {
            try
            {
                var reading = new LogReading(inputs, options);
                await foreach (var batch in reading.ReadAsync(stop.Token).ConfigureAwait(false))
                {
                    foreach (var row in batch)
                    {
                        _waiting.Enqueue(Decide(row) is var decided && decided.Reason is null && decided.Length is null ? (decided, Ask(decided, answers!, stop.Token)) : (decided, null));
                        await SettleAsync(files, options.Concurrency - 1, MostWaiting, stop.Token).ConfigureAwait(false);
                    }

                    // All is read some batches before all is decided; 1 is told once, at the end.
                    progress?.Report(new SelectionProgress(_counts.Values.Sum(), _counts.GetValueOrDefault(Reason.Kept), Math.Min(reading.Part, MostUndecided)));
                }

                await SettleAsync(files, 0, 0, stop.Token).ConfigureAwait(false);
            }
            catch
            {
                // Questions under way are not worth waiting for, and no one is to learn later that they failed.
                await stop.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(_waiting.Select(row => row.Answer).OfType<Task>()).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
                throw;
            }

            files.Complete(_lengths);
            progress?.Report(new SelectionProgress(_counts.Values.Sum(), _counts.GetValueOrDefault(Reason.Kept), 1));
            return new SelectionResult(_counts, _lengths);
        }
    }

    /// <summary>What can be said of a row from those that came before it.</summary>
    private ExaminedRow Decide(ExaminedRow row)
    {
        for (; _file < row.File; _file++)
        {
            _before[_file + 1] = _number;
        }

        _number = Math.Max(_number, _before[_file] + row.Row.Row);
        if (row.Reason == Reason.BadRow)
        {
            FirstBad ??= $"{Path.GetFileName(inputs[row.File])}{(row.Row.Row > 0 ? $", row {row.Row.Row}" : "")}: {row.Detail}";
            if (row.Row.Row == 0 && inputs.Count == 1)
            {
                // No row of it can be told apart, and there is no other file: nothing is left to select from.
                throw new DataFileException(inputs[row.File], row.Detail);
            }

            return options.RefusesBadRows ? throw DataFileException.OfRow(inputs[row.File], row.Row.Row, row.Detail) : row;
        }

        _lengths.Add(row.Language, row.Length);
        return row.Reason is not null ? row
            : row.Length is null && _selector is null ? row with { Reason = Reason.NoLength, Detail = "" }
            : _seen.FindOrAdd(row.Hash!, (uint)_number) is { } earlier ? row with { Reason = Reason.NearDuplicate, Detail = $"of {Place(earlier)}" }
            : row with { Hash = null };
    }

    private Task<SelectorAnswer> Ask(ExaminedRow row, SelectorJournal answers, CancellationToken cancellationToken)
    {
        _asking++;
        return answers.AnswerAsync(_selector!, row.Row.Prompt, cancellationToken);
    }

    /// <summary>Writes rows in their order, until no more than so many questions are open and no more than so many rows wait.</summary>
    private async Task SettleAsync(SelectionFiles files, int asking, int waiting, CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var first) && (first.Answer is null || first.Answer.IsCompletedSuccessfully || _asking > asking || _waiting.Count > waiting))
        {
            var reason = first.Row.Reason ?? Reason.Kept;
            if (first.Answer is not null)
            {
                reason = await first.Answer.ConfigureAwait(false) switch { SelectorAnswer.Yes => Reason.Kept, SelectorAnswer.No => Reason.NotLong, _ => Reason.Unclear };
                _asking--;
            }

            _waiting.Dequeue();
            _counts[reason] = _counts.GetValueOrDefault(reason) + first.Row.Row.Lost;
            await (reason == Reason.Kept ? files.KeepAsync(first.Row, cancellationToken) : files.PassOverAsync(first.Row, reason, first.Row.Detail, cancellationToken)).ConfigureAwait(false);
        }
    }

    private string Place(uint number)
    {
        var file = Array.FindLastIndex(_before, _file, before => before < number);
        return $"row {number - _before[file]}{(inputs.Count > 1 ? $" of {Path.GetFileName(inputs[file])}" : "")}";
    }
}
