using System.Text.RegularExpressions;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// The published split patterns of byte-level vocabularies, named as in GGUF's <c>tokenizer.ggml.pre</c>. A vocabulary with a
/// pattern that is not here is refused rather than split wrongly.
/// </summary>
public static partial class PreTokenizer
{
    public const string Llama3 = "llama-bpe";
    public const string Qwen2 = "qwen2";
    public const string Gpt2 = "gpt-2";

    /// <summary>The pattern text of Llama 3, as it stands in its tokenizer.json.</summary>
    public const string Llama3Pattern = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    /// <summary>The splitter of that name, or null.</summary>
    public static Regex? Find(string name) => name switch
    {
        Llama3 or "llama-v3" or "llama3" or "chatglm-bpe" or "glm4" => Llama3Regex(),
        Qwen2 => Qwen2Regex(),
        Gpt2 => Gpt2Regex(),
        _ => null,
    };

    [GeneratedRegex(Llama3Pattern, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Llama3Regex();

    [GeneratedRegex(@"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Qwen2Regex();

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Gpt2Regex();
}
