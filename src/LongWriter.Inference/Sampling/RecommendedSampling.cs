using LongWriter.Formats;
using LongWriter.Formats.Gguf;

namespace LongWriter.Inference.Sampling;

/// <summary>How a model's maker wants it sampled: <c>general.sampling.*</c> of a GGUF file, as llama.cpp reads it since November 2025.</summary>
/// <param name="Temperature">0.8 where the file says nothing.</param>
/// <param name="TopP">1 where the file says nothing.</param>
/// <param name="MinP">0.05 where the file says nothing.</param>
public sealed record RecommendedSampling(float Temperature, float TopP, float MinP)
{
    /// <summary>
    /// The most surprise of a sentence, −Σ ln p of its tokens in nats: one that goes beyond it is drawn again where sentences are. No
    /// bound where the file says nothing, in <c>longwriter.sampling.sentence_surprise</c>.
    /// </summary>
    public float SentenceSurprise { get; init; } = float.PositiveInfinity;

    /// <exception cref="ModelFileException">A value lies outside its range.</exception>
    public static RecommendedSampling Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new RecommendedSampling(
            Value("general.sampling.temp", 0.8, 100),
            Value("general.sampling.top_p", 1, 1),
            Value("general.sampling.min_p", 0.05, 1))
        {
            SentenceSurprise = Value("longwriter.sampling.sentence_surprise", float.PositiveInfinity, float.PositiveInfinity),
        };

        float Value(string key, double otherwise, double most) => file.Metadata.GetDouble(key, otherwise) is var value && value >= 0 && value <= most
            ? (float)value
            : throw new ModelFileException(file.Path, $"metadata '{key}' is {value}; 0 to {most} is possible");
    }
}
