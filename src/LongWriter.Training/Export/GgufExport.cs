using System.Runtime.InteropServices;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Export;

/// <summary>Writes a model as GGUF, architecture llama, as any GGUF runner reads it.</summary>
public static class GgufExport
{
    private const int MostlyQ8 = 7;

    /// <param name="name">The model's name, kept in <c>general.name</c>.</param>
    /// <param name="matrices">Element type of matrices; vectors stay F32. Rows that 32 does not divide stay F32 too.</param>
    /// <param name="sentenceSurprise">Nats beyond which the LongWriter engine draws a sentence again; null where it is not to.</param>
    /// <param name="chatTemplate">The template it was trained in, as Jinja.</param>
    public static void Save(string path, LlamaConfig config, LlamaParameters parameters, Vocabulary vocabulary, string name, GgmlType matrices, float? sentenceSurprise = null, string chatTemplate = ChatTemplate.Llama3Jinja)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(parameters);
        var writer = new GgufWriter();
        writer.Add("general.architecture", "llama");
        writer.Add("general.name", name);
        writer.Add("general.file_type", matrices switch { GgmlType.F32 => 0, GgmlType.F16 => 1, GgmlType.BF16 => 32, _ => MostlyQ8 });
        writer.Add("llama.vocab_size", config.VocabSize);
        writer.Add("llama.context_length", config.ContextLength);
        writer.Add("llama.embedding_length", config.HiddenSize);
        writer.Add("llama.block_count", config.Layers);
        writer.Add("llama.feed_forward_length", config.IntermediateSize);
        writer.Add("llama.attention.head_count", config.Heads);
        writer.Add("llama.attention.head_count_kv", config.KeyValueHeads);
        writer.Add("llama.attention.layer_norm_rms_epsilon", (float)config.NormEpsilon);
        writer.Add("llama.rope.freq_base", (float)config.RopeTheta);
        writer.Add("llama.rope.dimension_count", config.HeadSize);
        if (sentenceSurprise is { } nats)
        {
            writer.Add("longwriter.sampling.sentence_surprise", nats);
        }

        GgufVocabulary.Write(writer, Padded(vocabulary, config.VocabSize));
        writer.Add("tokenizer.chat_template", chatTemplate);
        foreach (var (key, value) in parameters.Named)
        {
            var floats = MemoryMarshal.Cast<byte, float>(value.bytes).ToArray();
            if (key.Contains("q_proj", StringComparison.Ordinal))
            {
                floats = Interleave(floats, config.Heads, config.HeadSize, config.HiddenSize);
            }
            else if (key.Contains("k_proj", StringComparison.Ordinal))
            {
                floats = Interleave(floats, config.KeyValueHeads, config.HeadSize, config.HiddenSize);
            }

            var type = value.dim() == 1 ? GgmlType.F32 : matrices == GgmlType.Q8_0 && value.shape[1] % GgmlTypes.Q8BlockLength != 0 ? GgmlType.F32 : matrices;
            writer.AddTensor(GgufName(key), type, [.. value.shape.Reverse()], GgufWriter.Encode(floats, type));
        }

        writer.Save(path);
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
    private static float[] Interleave(float[] weights, int heads, int size, int columns)
    {
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

    private static string GgufName(string name) => name
        .Replace("model.embed_tokens", "token_embd", StringComparison.Ordinal)
        .Replace("model.norm", "output_norm", StringComparison.Ordinal)
        .Replace("lm_head", "output", StringComparison.Ordinal)
        .Replace("model.layers.", "blk.", StringComparison.Ordinal)
        .Replace("post_attention_layernorm", "ffn_norm", StringComparison.Ordinal)
        .Replace("input_layernorm", "attn_norm", StringComparison.Ordinal)
        .Replace("self_attn.q_proj", "attn_q", StringComparison.Ordinal)
        .Replace("self_attn.k_proj", "attn_k", StringComparison.Ordinal)
        .Replace("self_attn.v_proj", "attn_v", StringComparison.Ordinal)
        .Replace("self_attn.o_proj", "attn_output", StringComparison.Ordinal)
        .Replace("mlp.gate_proj", "ffn_gate", StringComparison.Ordinal)
        .Replace("mlp.up_proj", "ffn_up", StringComparison.Ordinal)
        .Replace("mlp.down_proj", "ffn_down", StringComparison.Ordinal);
}
