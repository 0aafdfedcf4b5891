namespace LongWriter.Training.Align;

/// <summary>
/// An answer of n tokens by its K prefixes of ⌈n·k/K⌉ tokens, k from 1 to K: the last is the whole answer, and with K = 1 there is
/// no other. Preference losses see an answer as the log-probabilities of its prefixes.
/// </summary>
internal static class Prefixes
{
    /// <param name="weights">Positive where a token belongs to the answer.</param>
    /// <param name="losses">Cross-entropy of each token in nats.</param>
    /// <returns>The log-probability of each prefix.</returns>
    public static double[] LogProbabilities(ReadOnlySpan<float> weights, ReadOnlySpan<double> losses, int prefixes)
    {
        var length = Length(weights);
        var sums = new double[prefixes];
        var (sum, seen, prefix) = (0.0, 0, 0);
        for (var place = 0; place < weights.Length; place++)
        {
            if (weights[place] > 0)
            {
                sum -= losses[place];
                seen++;
                while (prefix < prefixes && seen == End(length, prefix, prefixes))
                {
                    sums[prefix++] = sum;
                }
            }
        }

        return sums;
    }

    /// <summary>Adds to <paramref name="slopes"/> the derivative by every token's cross-entropy.</summary>
    /// <param name="byPrefix">The derivative by the log-probability of each prefix.</param>
    public static void Spread(ReadOnlySpan<float> weights, ReadOnlySpan<double> byPrefix, Span<double> slopes)
    {
        var length = Length(weights);
        var (seen, prefix) = (0, 0);
        for (var place = 0; place < weights.Length; place++)
        {
            if (weights[place] > 0)
            {
                while (seen >= End(length, prefix, byPrefix.Length))
                {
                    prefix++;
                }

                // A token is part of the prefix it stands in and of all longer ones; a cross-entropy is minus a log-probability.
                slopes[place] -= System.Numerics.Tensors.TensorPrimitives.Sum(byPrefix[prefix..]);
                seen++;
            }
        }
    }

    /// <summary>Tokens of the answer.</summary>
    public static int Length(ReadOnlySpan<float> weights) => weights.Length - System.MemoryExtensions.Count(weights, 0f);

    private static int End(int length, int prefix, int prefixes) => (int)((((long)length * (prefix + 1)) + prefixes - 1) / prefixes);
}
