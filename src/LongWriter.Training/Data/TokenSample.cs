namespace LongWriter.Training.Data;

/// <summary>One training sequence.</summary>
/// <param name="Ids">Token ids, special tokens included.</param>
/// <param name="Learn">Whether the token at the same place is a target; the first never is.</param>
public sealed record TokenSample(int[] Ids, bool[] Learn)
{
    /// <summary>Places the sample takes in a pack: one less than its tokens, since the last has no successor.</summary>
    public int Length => Ids.Length - 1;

    /// <summary>Tokens that are targets.</summary>
    public int Targets => Learn.Count(learn => learn);
}

/// <summary>A row of sequences, each attending to itself alone. All arrays have the pack's token count.</summary>
/// <param name="Weights">1 where the target is learnt, else 0.</param>
/// <param name="Documents">Length of each sequence; they sum to the token count.</param>
public sealed record Pack(int[] Ids, int[] Targets, float[] Weights, long[] Documents)
{
    public int TargetCount => Weights.Count(weight => weight > 0);

    /// <summary>Where each document stands: its first place and the one after its last.</summary>
    public IEnumerable<(int Document, int From, int To)> Ranges
    {
        get
        {
            var from = 0;
            for (var document = 0; document < Documents.Length; document++)
            {
                yield return (document, from, from += (int)Documents[document]);
            }
        }
    }

    public static Pack Of(IReadOnlyList<TokenSample> samples)
    {
        var ids = samples.SelectMany(sample => sample.Ids[..^1]).ToArray();
        var targets = samples.SelectMany(sample => sample.Ids[1..]).ToArray();
        var weights = samples.SelectMany(sample => sample.Learn[1..]).Select(learn => learn ? 1f : 0f).ToArray();
        return new Pack(ids, targets, weights, [.. samples.Select(sample => (long)sample.Length)]);
    }
}
