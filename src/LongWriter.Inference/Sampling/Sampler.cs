using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Sampling;

/// <summary>
/// Draws tokens: temperature, then min-p, then top-p. Candidates are ordered by logit and, where logits are equal, by id, so that
/// a draw depends on nothing but logits and seed. One number of a SplitMix64 stream is used for each token.
/// </summary>
/// <remarks>Not thread-safe; one per answer.</remarks>
public sealed class Sampler(SamplingOptions options)
{
    // Beyond this a candidate's share is below 1e-9 of the likeliest and only costs sorting.
    private const float Negligible = 20.7f;
    private readonly List<(float Logit, int Id)> _candidates = [];
    private ulong _state = unchecked((ulong)options.Seed);

    /// <param name="warmth">What the temperature is multiplied with for this draw.</param>
    /// <exception cref="ArithmeticException">The logits are not numbers, as those of a damaged model.</exception>
    public int Next(ReadOnlySpan<float> logits, float warmth = 1)
    {
        var uniform = NextUniform();
        var temperature = options.Temperature * warmth;
        var best = TensorPrimitives.IndexOfMax(logits);
        if (!float.IsFinite(logits[best]))
        {
            throw new ArithmeticException($"the likeliest of {logits.Length} tokens has the logit {logits[best]}");
        }

        if (temperature <= 0)
        {
            return best;
        }

        var reach = temperature * MathF.Min(Negligible, options.MinP > 0 ? -MathF.Log(options.MinP) : Negligible);
        Collect(logits, logits[best] - reach);
        _candidates.Sort(static (a, b) => a.Logit != b.Logit ? b.Logit.CompareTo(a.Logit) : a.Id.CompareTo(b.Id));
        return Draw(uniform, logits[best], temperature);
    }

    /// <summary>−ln p of a token in nats, at temperature 1 and among all tokens.</summary>
    public static float Surprise(ReadOnlySpan<float> logits, int token)
    {
        var most = TensorPrimitives.Max(logits);
        var sum = Vector256<float>.Zero;
        var at = 0;
        for (; at <= logits.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            sum += Exponential.Of(Vector256.Create(logits[at..]) - Vector256.Create(most));
        }

        double total = Lanes.Sum(sum);
        foreach (var logit in logits[at..])
        {
            total += Math.Exp(logit - most);
        }

        return (float)(Math.Log(total) + most - logits[token]);
    }

    /// <summary>The tokens whose logit is <paramref name="least"/> or more: a few among thousands.</summary>
    private void Collect(ReadOnlySpan<float> logits, float least)
    {
        _candidates.Clear();
        var bound = Vector256.Create(least);
        var at = 0;
        for (; at <= logits.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            var among = Vector256.GreaterThanOrEqual(Vector256.Create(logits[at..]), bound).ExtractMostSignificantBits();
            for (; among != 0; among &= among - 1)
            {
                Add(at + BitOperations.TrailingZeroCount(among), logits);
            }
        }

        for (; at < logits.Length; at++)
        {
            if (logits[at] >= least)
            {
                Add(at, logits);
            }
        }

        void Add(int id, ReadOnlySpan<float> from) => _candidates.Add((from[id], id));
    }

    private int Draw(double uniform, float most, float temperature)
    {
        double total = 0;
        foreach (var (logit, _) in _candidates)
        {
            total += Weight(logit);
        }

        // Top-p keeps candidates until their sum reaches it; drawing from [0, kept) is drawing among those.
        double kept = 0;
        foreach (var (logit, _) in _candidates)
        {
            kept += Weight(logit);
            if (kept >= options.TopP * total)
            {
                break;
            }
        }

        var at = uniform * kept;
        foreach (var (logit, id) in _candidates)
        {
            at -= Weight(logit);
            if (at < 0)
            {
                return id;
            }
        }

        return _candidates[0].Id;

        double Weight(float logit) => Math.Exp((logit - most) / temperature);
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014), 53 bits.</summary>
    private double NextUniform()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
