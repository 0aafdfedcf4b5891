using System.Runtime.InteropServices;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models;
using TorchSharp;

namespace LongWriter.Training.Export;

/// <summary>Writes a model as GGUF under its family's architecture, as any GGUF runner reads it.</summary>
public static class GgufExport
{
    private const int MostlyQ8 = 7;

    /// <param name="name">The model's name, kept in <c>general.name</c>.</param>
    /// <param name="matrices">Element type of matrices; vectors stay F32. Rows that 32 does not divide stay F32 too.</param>
    /// <param name="chatTemplate">Jinja source of the chat template; null where there is none.</param>
    /// <param name="sentenceSurprise">Nats beyond which the LongWriter engine draws a sentence again; null where it is not to.</param>
    public static void Save(string path, DecoderConfig config, DecoderParameters parameters, Vocabulary vocabulary, string name, GgmlType matrices, string? chatTemplate = ChatTemplate.Llama3Jinja, float? sentenceSurprise = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(parameters);
        var writer = new GgufWriter();
        WriteShape(writer, config, name, matrices);
        if (sentenceSurprise is { } nats)
        {
            writer.Add("longwriter.sampling.sentence_surprise", nats);
        }

        GgufVocabulary.Write(writer, Padded(vocabulary, config.VocabSize));
        if (chatTemplate is not null)
        {
            writer.Add("tokenizer.chat_template", chatTemplate);
        }

        var weights = parameters.Named.ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        foreach (var tensor in config.Family.Layout(config))
        {
            var parts = tensor.Parts.Select(part => weights[part]).ToList();
            using var whole = torch.cat(parts);
            var shape = whole.shape;
            var floats = MemoryMarshal.Cast<byte, float>(whole.bytes).ToArray();
            if (config.Family.GgufInterleaves && tensor.Name.Contains("q_proj", StringComparison.Ordinal))
            {
                floats = Interleave(floats, config.Heads, config.HeadSize);
            }
            else if (config.Family.GgufInterleaves && tensor.Name.Contains("k_proj", StringComparison.Ordinal))
            {
                floats = Interleave(floats, config.KeyValueHeads, config.HeadSize);
            }

            var type = shape.Length == 1 || (matrices == GgmlType.Q8_0 && shape[1] % GgmlTypes.Q8BlockLength != 0) ? GgmlType.F32 : matrices;
            writer.AddTensor(GgufNames.Of(tensor.Name), type, [.. shape.Reverse()], GgufWriter.Encode(floats, type));
        }

        if (config.RotaryScaling is { } scaling)
        {
            float[] divisors = [.. config.UnscaledFrequencies.Select(frequency => (float)scaling.Divisor(frequency))];
            writer.AddTensor("rope_freqs.weight", GgmlType.F32, [divisors.Length], GgufWriter.Encode(divisors, GgmlType.F32));
        }

        writer.Save(path);
    }

    private static void WriteShape(GgufWriter writer, DecoderConfig config, string name, GgmlType matrices)
    {
        var family = config.Family.GgufArchitecture;
        writer.Add("general.architecture", family);
        writer.Add("general.name", name);
        writer.Add("general.file_type", matrices switch { GgmlType.F32 => 0, GgmlType.F16 => 1, GgmlType.BF16 => 32, _ => MostlyQ8 });
        writer.Add(family + ".vocab_size", config.VocabSize);
        writer.Add(family + ".context_length", config.ContextLength);
        writer.Add(family + ".embedding_length", config.HiddenSize);
        writer.Add(family + ".block_count", config.Layers);
        writer.Add(family + ".feed_forward_length", config.IntermediateSize);
        writer.Add(family + ".attention.head_count", config.Heads);
        writer.Add(family + ".attention.head_count_kv", config.KeyValueHeads);
        writer.Add(family + ".attention.layer_norm_rms_epsilon", (float)config.NormEpsilon);
        if (config.StatedHeadSize is { } size)
        {
            writer.Add(family + ".attention.key_length", size);
            writer.Add(family + ".attention.value_length", size);
        }

        writer.Add(family + ".rope.freq_base", (float)config.RopeTheta);
        writer.Add(family + ".rope.dimension_count", config.RotaryDimensions);
    }

    /// <summary>GGUF has as many tokens as the embedding has rows: rows beyond the vocabulary get names that no text encodes to.</summary>
    private static Vocabulary Padded(Vocabulary vocabulary, int rows) => vocabulary with
    {
        Tokens = [.. vocabulary.Tokens, .. Enumerable.Range(vocabulary.Tokens.Count, rows - vocabulary.Tokens.Count).Select(id => $"[PAD{id}]")],
        SpecialIds = vocabulary.SpecialIds.Concat(Enumerable.Range(vocabulary.Tokens.Count, rows - vocabulary.Tokens.Count)).ToHashSet(),
    };

    /// <summary>
    /// GGUF's llama rotates neighbouring pairs where Hugging Face rotates halves, so the rows of each query and key head are
    /// interleaved: half-split row h·E/2 + i goes to row 2i + h.
    /// </summary>
    private static float[] Interleave(float[] weights, int heads, int size)
    {
        var columns = weights.Length / (heads * size);
        var result = new float[weights.Length];
        for (var head = 0; head < heads; head++)
        {
            for (var i = 0; i < size; i++)
            {
                var source = (head * size) + i;
                var target = (head * size) + (i < size / 2 ? 2 * i : (2 * (i - (size / 2))) + 1);
                Array.Copy(weights, (long)source * columns, result, (long)target * columns, columns);
            }
        }

        return result;
    }
}
