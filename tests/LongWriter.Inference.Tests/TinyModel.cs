using System.Text;
using LongWriter.Formats.Chat;
using LongWriter.Formats.Gguf;
using LongWriter.Formats.Tokenization;
using LongWriter.Inference.Chat;

namespace LongWriter.Inference.Tests;

/// <summary>
/// A model file small enough to write in every test: a byte vocabulary with Llama 3's special tokens and chat template, width 128,
/// 2 layers, 4 heads of 32 that share 2 key-value heads. Ids 0 to 255 are the bytes. Pairs and tensors may be changed before saving.
/// </summary>
internal sealed class TinyModel
{
    public const int Width = 128;
    public const int Layers = 2;
    public const int Heads = 4;
    public const int KeyValueHeads = 2;
    public const int HeadSize = Width / Heads;
    public const int FeedForward = 96;
    public const double RotaryBase = 10_000;
    public const float NormEpsilon = 1e-5f;

    public TinyModel(GgmlType type = GgmlType.F32, int context = 256, int seed = 1, Func<string, GgmlType>? typeOf = null)
    {
        var random = new Random(seed);
        var keys = KeyValueHeads * HeadSize;
        Pairs = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["general.architecture"] = "llama",
            ["general.name"] = "tiny",
            ["llama.context_length"] = context,
            ["llama.embedding_length"] = Width,
            ["llama.block_count"] = Layers,
            ["llama.feed_forward_length"] = FeedForward,
            ["llama.attention.head_count"] = Heads,
            ["llama.attention.head_count_kv"] = KeyValueHeads,
            ["llama.rope.freq_base"] = (float)RotaryBase,
            ["llama.attention.layer_norm_rms_epsilon"] = NormEpsilon,
            ["tokenizer.chat_template"] = ChatTemplate.Llama3Jinja,
        };

        AddMatrix("token_embd.weight", TokenCount, Width, 1);
        for (var layer = 0; layer < Layers; layer++)
        {
            AddNorm($"blk.{layer}.attn_norm.weight");
            AddMatrix($"blk.{layer}.attn_q.weight", Width, Width, 0.25f);
            AddMatrix($"blk.{layer}.attn_k.weight", keys, Width, 0.25f);
            AddMatrix($"blk.{layer}.attn_v.weight", keys, Width, 0.25f);
            AddMatrix($"blk.{layer}.attn_output.weight", Width, Width, 0.25f);
            AddNorm($"blk.{layer}.ffn_norm.weight");
            AddMatrix($"blk.{layer}.ffn_gate.weight", FeedForward, Width, 0.15f);
            AddMatrix($"blk.{layer}.ffn_up.weight", FeedForward, Width, 0.15f);
            AddMatrix($"blk.{layer}.ffn_down.weight", Width, FeedForward, 0.15f);
        }

        AddNorm("output_norm.weight");
        AddMatrix("output.weight", TokenCount, Width, 0.3f);

        // Special tokens have logit 0, which min-p cuts off under the likeliest: a random model goes on writing.
        Tensors["output.weight"].Values.AsSpan(FirstSpecial * Width).Clear();

        void AddMatrix(string name, int rows, int columns, float deviation) =>
            Tensors[name] = new TinyTensor(typeOf?.Invoke(name) ?? type, [columns, rows], random.NextNormals(rows * columns, deviation));

        void AddNorm(string name) =>
            Tensors[name] = new TinyTensor(GgmlType.F32, [Width], [.. random.NextNormals(Width, 0.3f).Select(value => 1 + value)]);
    }

    public static int FirstSpecial { get; } = 258;

    public static int TokenCount { get; } = FirstSpecial + 5;

    public static int EndOfText { get; } = FirstSpecial + 1;

    public static int EndOfTurn { get; } = FirstSpecial + 4;

    public Dictionary<string, object> Pairs { get; }

    public Dictionary<string, TinyTensor> Tensors { get; } = new(StringComparer.Ordinal);

    public Vocabulary Vocabulary { get; set; } = new(
        [.. Enumerable.Range(0, 256).Select(b => ByteAlphabet.ToChar((byte)b).ToString()), "th", "the",
            "<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        [("t", "h"), ("th", "e")],
        Enumerable.Range(FirstSpecial, 5).ToHashSet(),
        PreTokenizer.Llama3,
        IgnoreMerges: true,
        FirstSpecial,
        EndOfText);

    /// <summary>
    /// A model that answers every prompt with <paramref name="text"/>, byte by byte, and then ends its turn with
    /// <paramref name="end"/>, or begins anew where that is null. No byte may stand in the text twice.
    /// </summary>
    public static TinyModel Saying(string text, int? end, int context = 256) => Saying([.. Encoding.UTF8.GetBytes(text)], end, context);

    /// <summary>The same for any tokens.</summary>
    public static TinyModel Saying(int[] said, int? end, int context = 256)
    {
        var model = new TinyModel(context: context);
        foreach (var name in model.Tensors.Keys.Where(name => name.Contains("attn_output", StringComparison.Ordinal) || name.Contains("ffn_down", StringComparison.Ordinal)))
        {
            Array.Clear(model.Tensors[name].Values);
        }

        // Without layers a model is a table of pairs: each token's embedding is a direction that one row of the head answers to.
        var (embedding, head) = (model.Tensors["token_embd.weight"].Values, model.Tensors["output.weight"].Values);
        Array.Clear(embedding);
        Array.Clear(head);
        Assert.Distinct(said);
        int[] chain = ['\n', .. said];
        for (var i = 0; i < chain.Length; i++)
        {
            embedding[(chain[i] * Width) + i] = 1;
            var next = i + 1 < chain.Length ? chain[i + 1] : end ?? said[0];
            head[(next * Width) + i] = 4;
        }

        return model;
    }

    public void Save(string path)
    {
        var writer = new GgufWriter();
        foreach (var (key, value) in Pairs)
        {
            writer.Add(key, value);
        }

        if (!Pairs.ContainsKey("tokenizer.ggml.model"))
        {
            GgufVocabulary.Write(writer, Vocabulary);
        }

        foreach (var (name, tensor) in Tensors)
        {
            writer.AddTensor(name, tensor.Type, tensor.Dimensions, tensor.Encoded());
        }

        writer.Save(path);
    }

    public LocalModel Load()
    {
        using var file = new TemporaryFile();
        Save(file.Path);
        return LocalModel.Load(file.Path);
    }

    /// <summary>Ids of ordinary tokens, drawn from <paramref name="seed"/>.</summary>
    public static int[] Tokens(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(TokenCount))];
    }
}
