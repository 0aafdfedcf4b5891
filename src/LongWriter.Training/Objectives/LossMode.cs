using LongWriter.Training.Data;

namespace LongWriter.Training.Objectives;

/// <summary>How the cross-entropies of a step's sequences are averaged. L_i: those of sequence i summed; N_i: its targets; M: sequences.</summary>
public enum LossMode
{
    /// <summary>ΣL_i / ΣN_i over the whole optimizer step, the LongWriter paper's (section 3.2): every token counts the same.</summary>
    Token,

    /// <summary>(1/M) ΣL_i/N_i over the whole optimizer step, LongAlign's: every sequence counts the same, so a long one's tokens count less.</summary>
    Sequence,

    /// <summary>The released LongWriter code's: the token mean of each pack times its sequences over 30, then the mean over packs.</summary>
    Released,
}

/// <summary>The modes as factors: the loss of a step is the sum of factor times cross-entropy over all places of all its packs.</summary>
public static class LossWeights
{
    /// <summary>The number the released code divides a pack's sequences by.</summary>
    private const double ReleasedSequences = 30;

    /// <param name="packs">All packs of one optimizer step.</param>
    /// <returns>For each pack a factor for each place, 0 where nothing is learnt. A sequence without a target is no sequence here.</returns>
    public static double[][] Of(LossMode mode, IReadOnlyList<Pack> packs)
    {
        ArgumentNullException.ThrowIfNull(packs);
        var targets = packs.Select(TargetsOfDocuments).ToList();
        double tokens = targets.Sum(pack => pack.Sum());
        double sequences = targets.Sum(pack => pack.Count(count => count > 0));
        Func<int, int, double> factor = mode switch
        {
            LossMode.Token => (_, _) => 1 / tokens,
            LossMode.Sequence => (pack, document) => 1 / (sequences * targets[pack][document]),
            LossMode.Released => (pack, _) => targets[pack].Count(count => count > 0) / (ReleasedSequences * targets[pack].Sum() * packs.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        return [.. packs.Select((pack, p) => Spread(pack, document => targets[p][document] == 0 ? 0 : factor(p, document)))];
    }

    private static int[] TargetsOfDocuments(Pack pack)
    {
        var counts = new int[pack.Documents.Length];
        foreach (var (document, from, to) in pack.Ranges)
        {
            counts[document] = pack.Weights.AsSpan(from..to).Length - pack.Weights.AsSpan(from..to).Count(0f);
        }

        return counts;
    }

    private static double[] Spread(Pack pack, Func<int, double> factor)
    {
        var places = new double[pack.Ids.Length];
        foreach (var (document, from, to) in pack.Ranges)
        {
            var value = factor(document);
            for (var place = from; place < to; place++)
            {
                places[place] = pack.Weights[place] * value;
            }
        }

        return places;
    }
}
