using LongWriter.Formats.Tokenization;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Coherence;

/// <summary>Cross-entropies of the tokens of a text, one after the other, the beginning of a text before the first.</summary>
/// <param name="longest">Tokens of a text that are looked at, at most the model's context.</param>
internal sealed class TextScorer(LlamaModel model, Tokenizer tokenizer, int longest)
{
    /// <summary>Token ids of a text, cut to the longest that is looked at.</summary>
    public int[] Encode(string text)
    {
        var ids = tokenizer.Encode(text);
        return [.. ids.Take(longest)];
    }

    /// <returns>One value for each id, in nats.</returns>
    public double[] Losses(int[] ids)
    {
        int[] inputs = [tokenizer.Vocabulary.BosId ?? ids[0], .. ids[..^1]];
        var weights = new float[ids.Length];
        Array.Fill(weights, 1);
        return model.Losses(new Pack(inputs, ids, weights, [ids.Length]));
    }
}
