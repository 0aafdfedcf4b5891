using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter.Formats.Tokenization;

/// <summary>Reads and writes Hugging Face's tokenizer.json for byte-level BPE vocabularies.</summary>
public static class TokenizerJson
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ModelFileException">The file is missing, broken, or describes another kind of tokenizer.</exception>
    public static Vocabulary Load(string path)
    {
        try
        {
            return Read(path, JsonNode.Parse(File.ReadAllText(path)) ?? throw new ModelFileException(path, "is empty"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, $"cannot be read: {e.Message}", e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or ArgumentException)
        {
            throw new ModelFileException(path, $"is not a tokenizer.json: {e.Message}", e);
        }
    }

    private static Vocabulary Read(string path, JsonNode root)
    {
        var model = root["model"]?.AsObject() ?? throw new ModelFileException(path, "has no 'model'");
        if (model["type"]?.GetValue<string>() is { } type && type != "BPE")
        {
            throw new ModelFileException(path, $"holds a {type} model; only byte-level BPE is supported");
        }

        if (root["normalizer"] is not null)
        {
            throw new ModelFileException(path, "uses a normalizer; only vocabularies without one are supported");
        }

        var vocabulary = (model["vocab"] ?? throw new ModelFileException(path, "has no 'model.vocab'")).AsObject();
        var ids = vocabulary.ToDictionary(pair => Present(pair.Value).GetValue<int>(), pair => pair.Key);
        var special = new HashSet<int>();
        foreach (var added in root["added_tokens"]?.AsArray() ?? [])
        {
            var id = Present(Present(added)["id"]).GetValue<int>();
            ids[id] = Present(Present(added)["content"]).GetValue<string>();
            if (added!["special"]?.GetValue<bool>() ?? false)
            {
                special.Add(id);
            }
        }

        if (ids.Count == 0 || ids.Keys.Min() != 0 || ids.Keys.Max() != ids.Count - 1)
        {
            throw new ModelFileException(path, "has gaps in its token ids");
        }

        var merges = (model["merges"]?.AsArray() ?? []).Select(merge => merge is JsonArray pair
            ? (Present(pair[0]).GetValue<string>(), Present(pair[1]).GetValue<string>())
            : Split(path, Present(merge).GetValue<string>()));
        var tokens = Enumerable.Range(0, ids.Count).Select(id => ids[id]).ToList();
        int? Special(params string[] names) => names.SelectMany(name => special.Where(id => tokens[id] == name)).Select(id => (int?)id).FirstOrDefault();
        return new Vocabulary(
            tokens,
            [.. merges],
            special,
            FindPattern(path, root["pre_tokenizer"]),
            model["ignore_merges"]?.GetValue<bool>() ?? false,
            Special("<|begin_of_text|>", "<|endoftext|>"),
            Special("<|eot_id|>", "<|im_end|>", "<|endoftext|>"));
    }

    private static JsonNode Present(JsonNode? node) => node ?? throw new FormatException("a value is missing");

    private static (string, string) Split(string path, string merge)
    {
        var space = merge.IndexOf(' ', Math.Min(1, merge.Length));
        return space > 0 ? (merge[..space], merge[(space + 1)..]) : throw new ModelFileException(path, $"has a merge without two parts: '{merge}'");
    }

    private static string FindPattern(string path, JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "";
        foreach (var name in (string[])[PreTokenizer.Llama3, PreTokenizer.Qwen2, PreTokenizer.Gpt2])
        {
            if (text.Contains(JsonSerializer.Serialize(PreTokenizer.Find(name)!.ToString()), StringComparison.Ordinal))
            {
                return name;
            }
        }

        return node?["type"]?.GetValue<string>() == "ByteLevel"
            ? PreTokenizer.Gpt2
            : throw new ModelFileException(path, "splits text by a pattern that is not known here (Llama 3, Qwen 2 and GPT-2 are)");
    }

    /// <summary>Writes a vocabulary, to a temporary name first.</summary>
    public static void Save(Vocabulary vocabulary, string path)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        var vocab = new JsonObject();
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (!vocabulary.SpecialIds.Contains(id))
            {
                vocab[vocabulary.Tokens[id]] = id;
            }
        }

        var pattern = PreTokenizer.Find(vocabulary.PreTokenizer)?.ToString() ?? throw new ArgumentException($"unknown pattern '{vocabulary.PreTokenizer}'", nameof(vocabulary));
        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. vocabulary.SpecialIds.Order().Select(id => new JsonObject
            {
                ["id"] = id,
                ["content"] = vocabulary.Tokens[id],
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = true,
            })]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true, ["use_regex"] = false }),
            },
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = true, ["trim_offsets"] = true, ["use_regex"] = true },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["ignore_merges"] = vocabulary.IgnoreMerges,
                ["vocab"] = vocab,
                ["merges"] = new JsonArray([.. vocabulary.Merges.Select(merge => new JsonArray(merge.Left, merge.Right))]),
            },
        };
        File.WriteAllText(path + ".tmp", root.ToJsonString(s_indented));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
