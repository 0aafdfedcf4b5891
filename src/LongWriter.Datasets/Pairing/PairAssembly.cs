using LongWriter.Datasets.Building;
using LongWriter.Datasets.Cards;
using LongWriter.Datasets.Files;
using LongWriter.Datasets.Rows;
using LongWriter.Runs;
using LongWriter.Text;

namespace LongWriter.Datasets.Pairing;

/// <summary>Writes the pairs in two forms, the evidence for each instruction, and the card.</summary>
internal sealed class PairAssembly(BuildInfo info, string output, IAsyncEnumerable<Pair> pairs)
{
    public async Task<BuildResult> RunAsync(CancellationToken cancellationToken)
    {
        var counts = new SortedDictionary<Reason, long>();
        var figures = new PairFigures();
        var evidence = new WholeFile(Beside.Evidence(output), DataFileException.Told);
        await using var closeEvidence = evidence.ConfigureAwait(false);
        var rows = await RowWriter.CreateAsync(output, RowForm.Preference, cancellationToken).ConfigureAwait(false);
        await using var closeRows = rows.ConfigureAwait(false);
        var single = new WholeFile(Beside.LlamaFactory(output), DataFileException.Told);
        await using var closeSingle = single.ConfigureAwait(false);
        await foreach (var pair in pairs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var verdict = pair.Verdict;
            counts[verdict.Reason] = counts.GetValueOrDefault(verdict.Reason) + 1;
            await evidence.WriteLineAsync(new { verdict.Row, verdict.Id, verdict.Reason, verdict.Detail, verdict.Length, pair.Chosen, pair.Rejected, Answers = pair.Scores }, cancellationToken).ConfigureAwait(false);
            if (pair.Row is { } row)
            {
                figures.Add(pair);
                await rows.WriteAsync(row, cancellationToken).ConfigureAwait(false);

                // LLaMA-Factory reads an answer as one message where TRL reads a list of them.
                await single.WriteLineAsync(new { row.Id, row.Prompt, Chosen = row.Chosen[0], Rejected = row.Rejected[0] }, cancellationToken).ConfigureAwait(false);
            }
        }

        evidence.Complete();
        await rows.CompleteAsync(cancellationToken).ConfigureAwait(false);
        single.Complete();
        await DatasetInfo.AddPairsAsync(Beside.LlamaFactory(output), cancellationToken).ConfigureAwait(false);
        WholeFile.Save(Beside.Card(output), PairCard.Of(info, output, counts, figures), DataFileException.Told);
        return new BuildResult(counts, figures.Words);
    }
}

/// <summary>Sums over pairs, for the card.</summary>
internal sealed class PairFigures
{
    public long Pairs { get; private set; }

    /// <summary>Words of the better answers.</summary>
    public long Words { get; private set; }

    public double ChosenScore { get; private set; }

    public double RejectedScore { get; private set; }

    /// <summary>Pairs whose better answer is the longer one: what a model could learn in place of anything else.</summary>
    public long LongerChosen { get; private set; }

    public void Add(Pair pair)
    {
        var (chosen, rejected) = (pair.Scores[pair.Chosen!.Value], pair.Scores[pair.Rejected!.Value]);
        Pairs++;
        Words += WordCount.Of(pair.Row!.Chosen[0].Content);
        ChosenScore += chosen.Score!.Value;
        RejectedScore += rejected.Score!.Value;
        LongerChosen += chosen.Words > rejected.Words ? 1 : 0;
    }
}
