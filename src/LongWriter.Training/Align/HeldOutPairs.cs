using System.Text.Json;
using LongWriter.Training.Models;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Align;

/// <summary>What a trained model makes of pairs it has not seen, beside the model it began from.</summary>
/// <param name="Accuracy">Share of the pairs whose chosen answer has the larger reward.</param>
/// <param name="ChosenLoss">Cross-entropy of the chosen answers in nats a token.</param>
/// <param name="ReferenceChosenLoss">The same under the reference.</param>
internal sealed record HeldOutFigures(int Pairs, double Loss, double Accuracy, double Margin, double ChosenLoss, double RejectedLoss, double ReferenceChosenLoss);

/// <summary>Preference pairs kept from training, beside what the reference makes of them.</summary>
internal sealed class HeldOutPairs : IHeldOut
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly int _pairs;
    private readonly PreferenceBatch _batch;
    private readonly double _referenceLoss;

    /// <param name="pairs">Pairs that fit a pack.</param>
    public HeldOutPairs(IReadOnlyList<PreferencePair> pairs, PreferenceLoss loss, int packLength, DecoderModel reference)
    {
        PairPack[] packs = [.. Data.Packer.FillLengths([.. pairs.Select(pair => pair.Length)], packLength).Select(pack => PairPack.Of(pack.ConvertAll(index => pairs[index])))];
        var scores = packs.SelectMany(pack => pack.Pairs.Zip(PairScoring.Score(reference, pack, loss.PrefixCount))).ToDictionary(scored => scored.First.Line, scored => scored.Second);
        (_pairs, _batch) = (pairs.Count, new PreferenceBatch(packs, loss, scores, supervisedWeight: 0));
        _referenceLoss = -scores.Values.Sum(score => score.Chosen[^1]) / pairs.Sum(pair => (double)pair.Chosen.Targets);
    }

    public int Packs => _batch.Packs;

    public double Evaluate(DecoderModel model, int pack) => _batch.Evaluate(model, pack);

    public HeldOutFigures Measure(DecoderModel model)
    {
        var mean = Enumerable.Range(0, Packs).Sum(pack => Evaluate(model, pack));
        var figures = _batch.Preference;
        return new HeldOutFigures(_pairs, mean, figures.Accuracy, figures.Margin, figures.ChosenLoss, figures.RejectedLoss, _referenceLoss);
    }

    public static void Save(string path, HeldOutFigures figures)
    {
        using var files = new FileSet(Path.GetDirectoryName(path)!);
        files.Write(Path.GetFileName(path), part => File.WriteAllText(part, JsonSerializer.Serialize(figures, s_json) + "\n"));
        files.Complete();
    }
}
