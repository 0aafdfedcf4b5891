using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Align;

/// <summary>Log-probabilities of the prefixes of a pair's two answers.</summary>
internal readonly record struct PairScore(double[] Chosen, double[] Rejected);

/// <summary>What a model makes of the answers of a pack of pairs, without gradients.</summary>
internal static class PairScoring
{
    public static PairScore[] Score(LlamaModel model, PairPack pack, int prefixes) => Read(pack, model.Losses(pack.Pack), prefixes);

    /// <param name="losses">Cross-entropy of every place of the pack.</param>
    public static PairScore[] Read(PairPack pack, double[] losses, int prefixes)
    {
        var answers = pack.Pack.Ranges
            .Select(range => Prefixes.LogProbabilities(pack.Pack.Weights.AsSpan(range.From..range.To), losses.AsSpan(range.From..range.To), prefixes))
            .ToList();
        return [.. pack.Pairs.Select((_, i) => new PairScore(answers[2 * i], answers[(2 * i) + 1]))];
    }
}
