using LongWriter.Formats;
using LongWriter.Training.Data;
using LongWriter.Training.Models;

namespace LongWriter.Training.Runs;

/// <summary>Packs kept from training, on which a run is measured as it goes.</summary>
internal interface IHeldOut
{
    int Packs { get; }

    /// <summary>One pack's share of the loss; the shares sum to it. Packs are taken by several threads at once, each with a model of its own.</summary>
    double Evaluate(DecoderModel model, int pack);
}

/// <summary>A loss on what was kept from training.</summary>
/// <param name="Steps">Steps taken before it was measured.</param>
internal sealed record HeldOutLoss(int Steps, double Loss);

/// <summary>Samples kept from training. Their loss is the mean cross-entropy over all target tokens in nats, whatever the run's loss mode.</summary>
internal sealed class HeldOutSamples : IHeldOut
{
    private readonly Pack[] _packs;
    private readonly double _targets;

    /// <exception cref="ModelFileException">A line is no valid row, or no sample fits a pack.</exception>
    public HeldOutSamples(SampleFile file, int packLength)
    {
        List<TokenSample> samples = [.. file.Read(0).Select(row => row.Sample).Where(sample => sample.Length <= packLength)];
        _packs = [.. Packer.Fill(samples, packLength).Select(Pack.Of)];
        _targets = _packs.Sum(pack => pack.TargetCount);
        if (_targets == 0)
        {
            throw new ModelFileException(file.Path, $"no sample of --held-out fits a pack of {packLength} tokens; use a longer --pack");
        }
    }

    public int Packs => _packs.Length;

    public double Evaluate(DecoderModel model, int pack) => model.Losses(_packs[pack]).Sum() / _targets;
}
