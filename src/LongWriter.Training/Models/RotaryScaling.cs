namespace LongWriter.Training.Models;

/// <summary>
/// Llama 3.1's stretching of positions: fast frequencies stay, slow ones are divided by <paramref name="Factor"/>, those between
/// are blended (transformers, modeling_rope_utils, rope_type "llama3").
/// </summary>
/// <param name="OriginalContext">Tokens of context that the model was first trained with.</param>
public sealed record RotaryScaling(double Factor, double LowFrequencyFactor, double HighFrequencyFactor, double OriginalContext)
{
    /// <summary>What a frequency (radians a position) is divided by: 1 to <see cref="Factor"/>.</summary>
    public double Divisor(double frequency)
    {
        var waveLength = 2 * Math.PI / frequency;
        if (waveLength < OriginalContext / HighFrequencyFactor)
        {
            return 1;
        }

        if (waveLength > OriginalContext / LowFrequencyFactor)
        {
            return Factor;
        }

        var smooth = ((OriginalContext / waveLength) - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor);
        return 1 / (((1 - smooth) / Factor) + smooth);
    }
}
