using LongWriter.Training.Models.Llama;
using LongWriter.Training.Runs;

namespace LongWriter.Training.Align;

/// <summary>The pairs of one step.</summary>
internal sealed class PreferenceBatch(PairPack[] packs, PreferenceLoss loss, IReadOnlyDictionary<int, PairScore> reference, double supervisedWeight) : IStepBatch
{
    private readonly int _pairs = packs.Sum(pack => pack.Pairs.Count);
    private readonly int _chosenTokens = packs.Sum(pack => pack.Pairs.Sum(pair => pair.Chosen.Targets));
    private readonly int _rejectedTokens = packs.Sum(pack => pack.Pairs.Sum(pair => pair.Rejected.Targets));
    private readonly Sums[] _sums = new Sums[packs.Length];

    public int Packs => packs.Length;

    public int Tokens => packs.Sum(pack => pack.Pack.Ids.Length);

    public PreferenceFigures Preference
    {
        get
        {
            double Total(Func<Sums, double> part) => _sums.Sum(part);
            return new PreferenceFigures(
                _pairs,
                Total(sums => sums.ChosenReward - sums.RejectedReward) / _pairs,
                Total(sums => sums.Right) / _pairs,
                Total(sums => sums.ChosenReward) / _pairs,
                Total(sums => sums.RejectedReward) / _pairs,
                (double)_chosenTokens / _pairs,
                (double)_rejectedTokens / _pairs,
                Total(sums => sums.ChosenLoss) / _chosenTokens,
                Total(sums => sums.RejectedLoss) / _rejectedTokens);
        }
    }

    public double Accumulate(LlamaModel model, int pack)
    {
        double share = 0;
        model.Accumulate(packs[pack].Pack, losses =>
        {
            (share, var slopes) = Slopes(pack, losses);
            return slopes;
        });
        return share;
    }

    /// <summary>The pack's share of the objective without gradients.</summary>
    public double Evaluate(LlamaModel model, int pack) => Slopes(pack, model.Losses(packs[pack].Pack)).Share;

    private (double Share, double[] Slopes) Slopes(int index, double[] losses)
    {
        var (pack, pairs) = packs[index];
        var scores = PairScoring.Read(packs[index], losses, loss.PrefixCount);
        var ranges = pack.Ranges.ToList();
        var slopes = new double[losses.Length];
        var (share, sums) = (0.0, new Sums(0, 0, 0, 0, 0));
        for (var i = 0; i < pairs.Count; i++)
        {
            var known = loss.NeedsReference ? reference[pairs[i].Line] : new PairScore([], []);
            var result = loss.Of(new AnswerScore(scores[i].Chosen, known.Chosen, pairs[i].Chosen.Targets), new AnswerScore(scores[i].Rejected, known.Rejected, pairs[i].Rejected.Targets));
            Spread(ranges[2 * i], result.ByChosen, supervisedWeight / _chosenTokens);
            Spread(ranges[(2 * i) + 1], result.ByRejected, 0);
            share += (result.Loss / _pairs) - (scores[i].Chosen[^1] * supervisedWeight / _chosenTokens);
            sums = new Sums(
                sums.ChosenReward + result.ChosenReward,
                sums.RejectedReward + result.RejectedReward,
                sums.Right + (result.ChosenReward > result.RejectedReward ? 1 : 0),
                sums.ChosenLoss - scores[i].Chosen[^1],
                sums.RejectedLoss - scores[i].Rejected[^1]);
        }

        _sums[index] = sums;
        return (share, slopes);

        void Spread((int Document, int From, int To) range, double[] byPrefix, double supervised)
        {
            var weights = pack.Weights.AsSpan(range.From..range.To);
            var places = slopes.AsSpan(range.From..range.To);
            Prefixes.Spread(weights, [.. byPrefix.Select(slope => slope / _pairs)], places);
            for (var place = 0; supervised > 0 && place < places.Length; place++)
            {
                places[place] += weights[place] > 0 ? supervised : 0;
            }
        }
    }

    private sealed record Sums(double ChosenReward, double RejectedReward, double Right, double ChosenLoss, double RejectedLoss);
}
