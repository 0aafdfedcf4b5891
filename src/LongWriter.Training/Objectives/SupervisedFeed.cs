using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Objectives;

/// <summary>Pretraining and SFT: cross-entropy over packs of samples.</summary>
public sealed class SupervisedFeed(PackFeed feed, int packsPerStep, LossMode mode) : IStepFeed
{
    public DataCursor Cursor => feed.Cursor;

    public string Summary => feed.Summary;

    public IStepBatch Take()
    {
        var packs = Enumerable.Range(0, packsPerStep).Select(_ => feed.Next()).ToArray();
        return new Batch(packs, LossWeights.Of(mode, packs));
    }

    private sealed class Batch(Pack[] packs, double[][] factors) : IStepBatch
    {
        public int Packs => packs.Length;

        public int Tokens => packs.Sum(pack => pack.Ids.Length);

        public double Accumulate(LlamaModel model, int pack)
        {
            var losses = model.Accumulate(packs[pack], factors[pack]);
            return losses.Zip(factors[pack], (loss, factor) => loss * factor).Sum();
        }
    }
}
