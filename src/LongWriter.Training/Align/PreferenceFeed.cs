using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Align;

/// <summary>An endless stream of packs of pairs over a preference file.</summary>
internal sealed class PairFeed(PreferenceFile file, int packLength, int seed, DataCursor? start = null) : PackSource<PreferencePair, PairPack>(file.Path, packLength, seed, start)
{
    protected override IEnumerable<(int Line, PreferencePair Row)> Read(int from) => file.Read(from);

    protected override int LengthOf(PreferencePair row) => row.Length;

    protected override PairPack Join(List<PreferencePair> rows) => PairPack.Of(rows);
}

/// <summary>Steps of preference training: the mean loss of the step's pairs, and where asked for the chosen answers' cross-entropy.</summary>
/// <param name="reference">The reference's scores by line; empty where the loss needs none.</param>
/// <param name="supervisedWeight">Weight of the chosen answers' cross-entropy, averaged over all their tokens in the step; 0 leaves it out.</param>
internal sealed class PreferenceFeed(PairFeed feed, int packsPerStep, PreferenceLoss loss, IReadOnlyDictionary<int, PairScore> reference, double supervisedWeight) : IStepFeed
{
    public DataCursor Cursor => feed.Cursor;

    public string Summary => feed.Summary;

    public IStepBatch Take() => new PreferenceBatch([.. Enumerable.Range(0, packsPerStep).Select(_ => feed.Next())], loss, reference, supervisedWeight);
}
