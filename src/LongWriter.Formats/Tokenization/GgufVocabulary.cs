using LongWriter.Formats.Gguf;

namespace LongWriter.Formats.Tokenization;

/// <summary>The vocabulary keys of GGUF (<c>tokenizer.ggml.*</c>).</summary>
/// <remarks>
/// GGUF has no key for normal form C, for whole pieces that come before merges, or for a space at the beginning alone: the first two
/// belong to the pattern's name, and a space that leads the first stretch of text only (<see cref="LeadingSpace.First"/>) is written as
/// none, which is the same wherever a special token stands first.
/// </remarks>
public static class GgufVocabulary
{
    private const int NormalToken = 1;
    private const int UnknownToken = 2;
    private const int ControlToken = 3;
    private const int UserDefinedToken = 4;
    private const int ByteToken = 6;
    private const string Unknown = "<unk>";

    /// <exception cref="ModelFileException">The file holds a vocabulary of another kind, or a broken one.</exception>
    public static Vocabulary Read(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var metadata = file.Metadata;
        var kind = metadata.GetString("tokenizer.ggml.model");
        if (kind is not ("gpt2" or "llama"))
        {
            throw new ModelFileException(file.Path, $"its vocabulary is of kind '{kind ?? "none"}'; byte-level BPE ('gpt2') and SentencePiece's ('llama') are supported");
        }

        var tokens = metadata.GetRequiredStrings("tokenizer.ggml.tokens");
        var types = metadata.GetIntegers("tokenizer.ggml.token_type") ?? [.. Enumerable.Repeat((long)NormalToken, tokens.Length)];
        if (types.Length != tokens.Length)
        {
            throw new ModelFileException(file.Path, $"has {tokens.Length} tokens but {types.Length} token types");
        }

        var pattern = kind == "llama" ? PreTokenizer.None : metadata.GetString("tokenizer.ggml.pre") ?? PreTokenizer.Gpt2;
        if (kind == "gpt2" && PreTokenizer.Find(pattern) is null)
        {
            throw new ModelFileException(file.Path, $"its vocabulary is split by '{pattern}', which is not known here ({string.Join(", ", PreTokenizer.Names)} are)");
        }

        int? Id(string key)
        {
            var id = metadata.GetInt64(key, -1);
            return id < 0 ? null : id < tokens.Length ? (int)id : throw new ModelFileException(file.Path, $"'{key}' is {id}, but there are {tokens.Length} tokens");
        }

        HashSet<int> Ids(params int[] wanted) => [.. Enumerable.Range(0, tokens.Length).Where(id => Array.Exists(wanted, type => type == types[id]))];
        return new Vocabulary(
            tokens,
            kind == "llama" ? PieceScores.Merges(file, tokens, Ids(NormalToken)) : Merges(file),
            Ids(ControlToken, UnknownToken),
            PreTokenizer.Find(pattern)?.Name ?? pattern,
            IgnoreMerges: pattern is PreTokenizer.Llama3 or "llama-v3" or "llama3" or PreTokenizer.Tekken,
            Id("tokenizer.ggml.bos_token_id"),
            Id("tokenizer.ggml.eos_token_id"))
        {
            AddedIds = Ids(UserDefinedToken),
            Composes = pattern == PreTokenizer.Qwen2,
            SentencePieces = kind == "gpt2" ? null : new SentencePieces(metadata.GetBoolean("tokenizer.ggml.add_space_prefix", true) ? LeadingSpace.Added : LeadingSpace.None),
        };
    }

    /// <exception cref="ArgumentException">GGUF cannot say how this vocabulary writes text.</exception>
    public static void Write(GgufWriter writer, Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var pieces = vocabulary.SentencePieces;
        writer.Add("tokenizer.ggml.model", pieces is null ? "gpt2" : "llama");
        writer.Add("tokenizer.ggml.pre", vocabulary is { PreTokenizer: PreTokenizer.Llama3, IgnoreMerges: false } ? PreTokenizer.Glm4 : vocabulary.PreTokenizer);
        writer.Add("tokenizer.ggml.tokens", vocabulary.Tokens.ToArray());
        writer.Add("tokenizer.ggml.token_type", Enumerable.Range(0, vocabulary.Tokens.Count).Select(id => TypeOf(vocabulary, id)).ToArray());
        if (pieces is null)
        {
            writer.Add("tokenizer.ggml.merges", vocabulary.Merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray());
        }
        else if (pieces is { Leading: LeadingSpace.Always } or { Splits: true })
        {
            throw new ArgumentException("GGUF cannot say how this vocabulary writes spaces (Metaspace with the scheme 'always' or with 'split')", nameof(vocabulary));
        }
        else
        {
            writer.Add("tokenizer.ggml.scores", PieceScores.Of(vocabulary));
            writer.Add("tokenizer.ggml.add_space_prefix", pieces.Leading == LeadingSpace.Added);
        }

        if (vocabulary.BosId is { } bos)
        {
            writer.Add("tokenizer.ggml.bos_token_id", bos);
        }

        if (vocabulary.EosId is { } eos)
        {
            writer.Add("tokenizer.ggml.eos_token_id", eos);
        }
    }

    private static (string, string)[] Merges(GgufFile file) => [.. file.Metadata.GetRequiredStrings("tokenizer.ggml.merges").Select(merge =>
    {
        var space = merge.IndexOf(' ', Math.Min(1, merge.Length));
        return space > 0 ? (merge[..space], merge[(space + 1)..]) : throw new ModelFileException(file.Path, $"has a merge without two parts: '{merge}'");
    })];

    private static int TypeOf(Vocabulary vocabulary, int id) => vocabulary switch
    {
        { SentencePieces: not null } when vocabulary.Tokens[id] == Unknown && vocabulary.SpecialIds.Contains(id) => UnknownToken,
        _ when vocabulary.SpecialIds.Contains(id) => ControlToken,
        _ when vocabulary.AddedIds.Contains(id) => UserDefinedToken,
        { SentencePieces: not null } when PieceScores.IsByte(vocabulary.Tokens[id]) => ByteToken,
        _ => NormalToken,
    };
}
