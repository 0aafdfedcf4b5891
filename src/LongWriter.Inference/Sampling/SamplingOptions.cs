namespace LongWriter.Inference.Sampling;

/// <summary>How the next token is drawn.</summary>
/// <param name="Temperature">0 takes the likeliest token; above, logits are divided by it.</param>
/// <param name="TopP">Keeps the likeliest tokens whose probabilities reach this sum, 0 to 1; 1 keeps all.</param>
/// <param name="MinP">Drops tokens less likely than this share of the likeliest one, 0 to 1; 0 drops none.</param>
/// <param name="Seed">Seed of the draw; the same seed and logits give the same text.</param>
public sealed record SamplingOptions(float Temperature, float TopP, float MinP, long Seed);
