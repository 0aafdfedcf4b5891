namespace LongWriter.Inference.Sampling;

/// <summary>How the next token is drawn.</summary>
/// <param name="Temperature">0 takes the likeliest token; above, logits are divided by it.</param>
/// <param name="TopP">Keeps the likeliest tokens whose probabilities reach this sum, 0 to 1; 1 keeps all.</param>
/// <param name="MinP">Drops tokens less likely than this share of the likeliest one, 0 to 1; 0 drops none.</param>
/// <param name="Seed">Seed of the draw; the same seed and logits give the same text.</param>
/// <exception cref="ArgumentOutOfRangeException">A value lies outside its range.</exception>
public sealed record SamplingOptions(float Temperature, float TopP, float MinP, long Seed)
{
    public float Temperature { get; } = float.IsFinite(Temperature) ? Temperature : throw new ArgumentOutOfRangeException(nameof(Temperature), Temperature, "a temperature is a number from 0 up");

    public float TopP { get; } = Share(TopP, nameof(TopP));

    public float MinP { get; } = Share(MinP, nameof(MinP));

    private static float Share(float value, string name) => value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "0 to 1 is possible");
}
