using System.Text.Json;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Align;

/// <summary>What a trained model makes of pairs it has not seen, beside the model it began from.</summary>
/// <param name="Accuracy">Share of the pairs whose chosen answer has the larger reward.</param>
/// <param name="ChosenLoss">Cross-entropy of the chosen answers in nats a token.</param>
/// <param name="ReferenceChosenLoss">The same under the reference.</param>
internal sealed record HeldOutFigures(int Pairs, double Loss, double Accuracy, double Margin, double ChosenLoss, double RejectedLoss, double ReferenceChosenLoss);

/// <summary>Preference pairs kept from training.</summary>
internal sealed class HeldOutPairs(IReadOnlyList<PreferencePair> pairs, PreferenceLoss loss, int packLength)
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private readonly PairPack[] _packs = [.. Data.Packer.FillLengths([.. pairs.Select(pair => pair.Length)], packLength).Select(pack => PairPack.Of(pack.ConvertAll(index => pairs[index])))];

    public HeldOutFigures Measure(LlamaModel reference, LlamaModel model)
    {
        var scores = new Dictionary<int, PairScore>();
        foreach (var pack in _packs)
        {
            foreach (var (pair, score) in pack.Pairs.Zip(PairScoring.Score(reference, pack, loss.PrefixCount)))
            {
                scores[pair.Line] = score;
            }
        }

        var batch = new PreferenceBatch(_packs, loss, scores, supervisedWeight: 0);
        var mean = Enumerable.Range(0, _packs.Length).Sum(pack => batch.Evaluate(model, pack));
        var figures = batch.Preference;
        var referenceLoss = -scores.Values.Sum(score => score.Chosen[^1]) / pairs.Sum(pair => (double)pair.Chosen.Targets);
        return new HeldOutFigures(pairs.Count, mean, figures.Accuracy, figures.Margin, figures.ChosenLoss, figures.RejectedLoss, referenceLoss);
    }

    public static void Save(string path, HeldOutFigures figures)
    {
        File.WriteAllText(path + ".tmp", JsonSerializer.Serialize(figures, s_json) + "\n");
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
