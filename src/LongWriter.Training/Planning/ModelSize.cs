using System.Text.Json;
using LongWriter.Formats;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Planning;

/// <summary>The sizes of a decoder that memory follows from, read from the config.json of any family of that kind.</summary>
/// <param name="Keys">Width of all key heads together.</param>
/// <param name="Queries">Width of all query heads together.</param>
internal sealed record ModelSize(long Vocabulary, long Hidden, long Inner, long Layers, long Queries, long Keys, bool Tied, bool Bias, bool HeadNorms, long HeadSize)
{
    /// <summary>Weights of one layer.</summary>
    public long LayerWeights =>
        (Hidden * (Queries + (2 * Keys))) + (Queries * Hidden) + (3 * Hidden * Inner) + (2 * Hidden)
        + (Bias ? Queries + (2 * Keys) : 0) + (HeadNorms ? 2 * HeadSize : 0);

    /// <summary>Weights in all.</summary>
    public long Weights => (Layers * LayerWeights) + (Vocabulary * Hidden * (Tied ? 1 : 2)) + Hidden;

    /// <param name="path">config.json, or the folder it stands in.</param>
    /// <exception cref="ModelFileException">It is missing or lacks a size.</exception>
    public static ModelSize Load(string path)
    {
        path = Directory.Exists(path) ? Path.Combine(path, LlamaCheckpoint.Config) : path;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            return Read(json.RootElement);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new ModelFileException(path, $"cannot be read as a model configuration: {e.Message}", e);
        }
    }

    /// <summary>ChatGLM's names stand beside those that most families share.</summary>
    private static ModelSize Read(JsonElement json)
    {
        var family = json.TryGetProperty("model_type", out var type) ? type.GetString() : null;
        var (hidden, heads) = (Number("hidden_size"), Number("num_attention_heads"));
        var size = Find("head_dim", "kv_channels") ?? hidden / heads;
        var keyHeads = Find("num_key_value_heads", "multi_query_group_num") ?? heads;
        return new ModelSize(
            Find("padded_vocab_size", "vocab_size") ?? throw new KeyNotFoundException("vocab_size is missing"),
            hidden,
            Number("intermediate_size", "ffn_hidden_size"),
            Number("num_hidden_layers", "num_layers"),
            heads * size,
            keyHeads * size,
            Flag("tie_word_embeddings", false),
            Flag("attention_bias", family is "qwen2") || Flag("add_qkv_bias", false),
            family is "qwen3",
            size);

        long? Find(params string[] names) => names.Select(name => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : (long?)null).FirstOrDefault(value => value is not null);

        long Number(params string[] names) => Find(names) is { } value and > 0 ? value : throw new KeyNotFoundException($"{names[0]} is missing or below 1");

        bool Flag(string name, bool otherwise) => json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : otherwise;
    }
}
