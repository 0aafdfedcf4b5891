using System.Text.Json;
using System.Text.Json.Nodes;

namespace LongWriter.Formats.Tokenization;

/// <summary>Reads and writes Hugging Face's tokenizer.json for BPE vocabularies, byte-level and SentencePiece's.</summary>
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

    /// <summary>The file's tokenizer.</summary>
    /// <exception cref="ModelFileException">As <see cref="Load"/>; or the vocabulary lacks a byte, or holds a token twice.</exception>
    public static Tokenizer LoadTokenizer(string path)
    {
        var vocabulary = Load(path);
        try
        {
            return new Tokenizer(vocabulary);
        }
        catch (ArgumentException e)
        {
            throw new ModelFileException(path, $"is not usable: {e.Message}", e);
        }
    }

    private static Vocabulary Read(string path, JsonNode root)
    {
        var model = root["model"]?.AsObject() ?? throw new ModelFileException(path, "has no 'model'");
        if (model["type"]?.GetValue<string>() is { } type && type != "BPE")
        {
            throw new ModelFileException(path, $"holds a {type} model; only BPE is supported");
        }

        var vocabulary = (model["vocab"] ?? throw new ModelFileException(path, "has no 'model.vocab'")).AsObject();
        var ids = vocabulary.ToDictionary(pair => Present(pair.Value).GetValue<int>(), pair => pair.Key);
        var form = TokenizerForm.Read(path, root);
        RequireMergesAlone(path, model, form);
        var special = new HashSet<int>();
        var added = new HashSet<int>();
        foreach (var token in (root["added_tokens"]?.AsArray() ?? []).Select(Present))
        {
            var id = Present(token["id"]).GetValue<int>();
            ids[id] = Present(token["content"]).GetValue<string>();
            var isSpecial = token["special"]?.GetValue<bool>() ?? false;
            (isSpecial ? special : added).Add(id);
            if (!isSpecial)
            {
                RequireLettersAlone(path, token, form);
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
            form.PreTokenizer,
            model["ignore_merges"]?.GetValue<bool>() ?? false,
            Special("<|begin_of_text|>", "<s>", "<|endoftext|>"),
            Special("<|eot_id|>", "<|im_end|>", "<|endoftext|>", "</s>"))
        {
            AddedIds = added,
            Composes = form.Composes,
            SentencePieces = form.SentencePieces,
        };
    }

    /// <summary>Refuses models that merge otherwise than by rank alone.</summary>
    private static void RequireMergesAlone(string path, JsonObject model, TokenizerForm form)
    {
        foreach (var name in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (model[name]?.GetValue<string>() is { Length: > 0 } affix)
            {
                throw new ModelFileException(path, $"marks parts of words by {name} '{affix}', which is not supported");
            }
        }

        if (model["dropout"]?.GetValue<double>() is > 0 and var dropout)
        {
            throw new ModelFileException(path, $"leaves out merges at random (dropout {dropout}), which is not supported; set 'model.dropout' to null");
        }

        if (form.SentencePieces is not null && !(model["byte_fallback"]?.GetValue<bool>() ?? false))
        {
            throw new ModelFileException(path, "writes unknown characters as one unknown token; only SentencePiece vocabularies with 'byte_fallback' are supported");
        }
    }

    /// <summary>Refuses added tokens that are found in text by more than their letters.</summary>
    private static void RequireLettersAlone(string path, JsonNode token, TokenizerForm form)
    {
        foreach (var name in (string[])["single_word", "lstrip", "rstrip"])
        {
            if (token[name]?.GetValue<bool>() ?? false)
            {
                throw new ModelFileException(path, $"the added token '{token["content"]}' has '{name}', which is not supported");
            }
        }

        if (form.ChangesText && (token["normalized"]?.GetValue<bool>() ?? false))
        {
            throw new ModelFileException(path, $"the added token '{token["content"]}' is looked for in normalized text, which is not supported; set its 'normalized' to false");
        }
    }

    private static JsonNode Present(JsonNode? node) => node ?? throw new FormatException("a value is missing");

    private static (string, string) Split(string path, string merge)
    {
        var space = merge.IndexOf(' ', Math.Min(1, merge.Length));
        return space > 0 ? (merge[..space], merge[(space + 1)..]) : throw new ModelFileException(path, $"has a merge without two parts: '{merge}'");
    }

    /// <summary>Writes a vocabulary, to a temporary name first.</summary>
    public static void Save(Vocabulary vocabulary, string path)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        bool IsOrdinary(int id) => !vocabulary.SpecialIds.Contains(id) && !vocabulary.AddedIds.Contains(id);
        if (vocabulary.SentencePieces is null && PreTokenizer.Find(vocabulary.PreTokenizer) is null)
        {
            throw new ArgumentException($"unknown pattern '{vocabulary.PreTokenizer}'", nameof(vocabulary));
        }

        // Readers number added tokens behind the model's: one that stands before them has to be the model's too.
        var vocab = new JsonObject();
        var last = Enumerable.Range(0, vocabulary.Tokens.Count).LastOrDefault(IsOrdinary);
        for (var id = 0; id <= last; id++)
        {
            vocab[vocabulary.Tokens[id]] = id;
        }

        var root = new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = new JsonArray([.. Enumerable.Range(0, vocabulary.Tokens.Count).Where(id => !IsOrdinary(id)).Select(id => new JsonObject
            {
                ["id"] = id,
                ["content"] = vocabulary.Tokens[id],
                ["single_word"] = false,
                ["lstrip"] = false,
                ["rstrip"] = false,
                ["normalized"] = false,
                ["special"] = vocabulary.SpecialIds.Contains(id),
            })]),
        };
        new TokenizerForm(vocabulary.PreTokenizer, vocabulary.Composes, vocabulary.SentencePieces).Write(root);
        root["model"] = new JsonObject
        {
            ["type"] = "BPE",
            ["unk_token"] = null,
            ["fuse_unk"] = false,
            ["byte_fallback"] = vocabulary.SentencePieces is not null,
            ["ignore_merges"] = vocabulary.IgnoreMerges,
            ["vocab"] = vocab,
            ["merges"] = new JsonArray([.. vocabulary.Merges.Select(merge => new JsonArray(merge.Left, merge.Right))]),
        };
        File.WriteAllText(path + ".tmp", root.ToJsonString(s_indented));
        File.Move(path + ".tmp", path, overwrite: true);
    }
}
