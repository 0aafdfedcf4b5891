using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tokenization;

/// <summary>The vocabulary keys of GGUF (<c>tokenizer.ggml.*</c>).</summary>
public static class GgufVocabulary
{
    private const int NormalToken = 1;
    private const int ControlToken = 3;

    /// <exception cref="ModelFileException">The file holds no byte-level BPE vocabulary, or a broken one.</exception>
    public static Vocabulary Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var metadata = file.Metadata;
        var kind = metadata.GetString("tokenizer.ggml.model");
        if (kind != "gpt2")
        {
            throw new ModelFileException(file.Path, $"its vocabulary is of kind '{kind ?? "none"}'; byte-level BPE ('gpt2') is supported");
        }

        var pattern = metadata.GetString("tokenizer.ggml.pre") ?? PreTokenizer.Gpt2;
        if (PreTokenizer.Find(pattern) is null)
        {
            throw new ModelFileException(file.Path, $"its vocabulary is split by '{pattern}', which is not known here ({PreTokenizer.Llama3}, {PreTokenizer.Qwen2} and {PreTokenizer.Gpt2} are)");
        }

        var tokens = metadata.GetRequiredStrings("tokenizer.ggml.tokens");
        var types = metadata.GetIntegers("tokenizer.ggml.token_type") ?? [.. Enumerable.Repeat((long)NormalToken, tokens.Length)];
        if (types.Length != tokens.Length)
        {
            throw new ModelFileException(file.Path, $"has {tokens.Length} tokens but {types.Length} token types");
        }

        var merges = metadata.GetRequiredStrings("tokenizer.ggml.merges").Select(merge =>
        {
            var space = merge.IndexOf(' ', Math.Min(1, merge.Length));
            return space > 0 ? (merge[..space], merge[(space + 1)..]) : throw new ModelFileException(file.Path, $"has a merge without two parts: '{merge}'");
        });
        int? Id(string key)
        {
            var id = metadata.GetInt64(key, -1);
            return id < 0 ? null : id < tokens.Length ? (int)id : throw new ModelFileException(file.Path, $"'{key}' is {id}, but there are {tokens.Length} tokens");
        }

        return new Vocabulary(
            tokens,
            [.. merges],
            Enumerable.Range(0, tokens.Length).Where(id => types[id] == ControlToken).ToHashSet(),
            pattern,
            // The rule belongs to the pattern in GGUF: Llama 3 vocabularies take whole pieces first.
            IgnoreMerges: pattern is PreTokenizer.Llama3 or "llama-v3" or "llama3",
            Id("tokenizer.ggml.bos_token_id"),
            Id("tokenizer.ggml.eos_token_id"));
    }

    public static void Write(GgufWriter writer, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", vocabulary.PreTokenizer);
        writer.Add("tokenizer.ggml.tokens", vocabulary.Tokens.ToArray());
        writer.Add("tokenizer.ggml.token_type", Enumerable.Range(0, vocabulary.Tokens.Count).Select(id => vocabulary.SpecialIds.Contains(id) ? ControlToken : NormalToken).ToArray());
        writer.Add("tokenizer.ggml.merges", vocabulary.Merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray());
        if (vocabulary.BosId is { } bos)
        {
            writer.Add("tokenizer.ggml.bos_token_id", bos);
        }

        if (vocabulary.EosId is { } eos)
        {
            writer.Add("tokenizer.ggml.eos_token_id", eos);
        }
    }
}
