using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;

namespace LongWriter.Fakes;

/// <summary>
/// A sound GGUF model of a few kilobytes that draws letters, spaces, stops and line ends at random, whatever it is asked: enough to
/// run the tool from its arguments to the saved file. It never ends its turn, so every section is cut at its token limit.
/// </summary>
internal static class BabblingModel
{
    private const int Width = 32;

    public static string Save(string path, int context = 8192)
    {
        string[] special = ["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];
        string[] tokens = [.. Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString()), .. special];
        var writer = new GgufWriter();
        writer.Add("general.architecture", "llama");
        writer.Add("general.name", "babbler");
        writer.Add("llama.context_length", context);
        writer.Add("llama.embedding_length", Width);
        writer.Add("llama.block_count", 1);
        writer.Add("llama.feed_forward_length", Width);
        writer.Add("llama.attention.head_count", 4);
        writer.Add("tokenizer.chat_template", ChatTemplate.Llama3Jinja);
        GgufVocabulary.Write(writer, new Vocabulary(tokens, [], Enumerable.Range(256, special.Length).ToHashSet(), PreTokenizer.Llama3, IgnoreMerges: true, 256, 259));

        // The layer adds nothing to an embedding of ones, so that a token's logit is its row of the head, summed.
        void Add(string name, int rows, Func<int, float> value) =>
            writer.AddTensor(name, GgmlType.F32, rows == 0 ? [Width] : [Width, rows], GgufWriter.Encode([.. Enumerable.Range(0, Math.Max(1, rows)).SelectMany(row => Enumerable.Repeat(value(row), Width))], GgmlType.F32));
        Add("token_embd.weight", tokens.Length, _ => 1);
        Add("output.weight", tokens.Length, id => Logit(id) / Width);
        Add("output_norm.weight", 0, _ => 1);
        Add("blk.0.attn_norm.weight", 0, _ => 1);
        Add("blk.0.ffn_norm.weight", 0, _ => 1);
        foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"])
        {
            Add($"blk.0.{name}.weight", Width, _ => 0);
        }

        writer.Save(path);
        return path;
    }

    private static float Logit(int id) => id switch { ' ' => 2, '\n' => 0.2f, '.' => 0.5f, >= 'a' and <= 'j' => 1, _ => -100 };
}
