using System.Text.RegularExpressions;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// The published split patterns of byte-level vocabularies, named as in GGUF's <c>tokenizer.ggml.pre</c>. A vocabulary with a
/// pattern that is not here is refused rather than split wrongly.
/// </summary>
/// <remarks>Letters and numbers are those of the Unicode version that .NET knows.</remarks>
public sealed partial class PreTokenizer
{
    /// <summary>Llama 3; GLM-4 has the same pattern.</summary>
    public const string Llama3 = "llama-bpe";

    public const string Qwen2 = "qwen2";

    /// <summary>Mistral Nemo and what came after it.</summary>
    public const string Tekken = "tekken";

    public const string Gpt2 = "gpt-2";

    /// <summary>Text is not split: SentencePiece vocabularies.</summary>
    public const string None = "default";

    /// <summary>GGUF's other name of Llama 3's pattern: the one that merges pieces which are tokens as they are.</summary>
    internal const string Glm4 = "chatglm-bpe";

    // The published (?i:'s) takes Unicode's long s too, which .NET's own folding leaves out.
    private const string Contractions = "(?i:'[sſ]|'t|'re|'ve|'m|'ll|'d)";
    private const string Upper = @"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]";
    private const string Lower = @"[\p{Ll}\p{Lm}\p{Lo}\p{M}]";
    private const string PublishedContractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string Llama3Rest = @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Qwen2Rest = @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string TekkenPattern = $@"[^\r\n\p{{L}}\p{{N}}]?{Upper}*{Lower}+|[^\r\n\p{{L}}\p{{N}}]?{Upper}+{Lower}*|\p{{N}}| ?[^\s\p{{L}}\p{{N}}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private static readonly PreTokenizer[] s_known =
    [
        new(Llama3, PublishedContractions + Llama3Rest, Llama3Regex()),
        new(Qwen2, PublishedContractions + Qwen2Rest, Qwen2Regex()),
        new(Tekken, TekkenPattern, TekkenRegex()),
        new(Gpt2, Gpt2Pattern, Gpt2Regex()),
    ];

    private readonly Regex _regex;

    private PreTokenizer(string name, string pattern, Regex regex) => (Name, Pattern, _regex) = (name, pattern, regex);

    /// <summary>The names that <see cref="Find"/> knows, one for each pattern.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_known.Select(known => known.Name)];

    public string Name { get; }

    /// <summary>The pattern as it stands in tokenizer.json.</summary>
    public string Pattern { get; }

    /// <summary>The splitter of that name, or null.</summary>
    public static PreTokenizer? Find(string name) => Array.Find(s_known, known => known.Name == name switch
    {
        "llama-v3" or "llama3" or Glm4 or "glm4" => Llama3,
        _ => name,
    });

    /// <summary>The splitter whose published pattern that is, or null.</summary>
    public static PreTokenizer? Of(string pattern) => Array.Find(s_known, known => known.Pattern == pattern);

    /// <summary>The pieces in order, without gaps: where each starts and how many UTF-16 units it has.</summary>
    public IReadOnlyList<(int Start, int Length)> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<(int Start, int Length)>((text.Length / 4) + 1);
        if (!CharacterClasses.AreNeeded(text))
        {
            foreach (var match in _regex.EnumerateMatches(text))
            {
                pieces.Add((match.Index, match.Length));
            }

            return pieces;
        }

        var (classes, starts) = CharacterClasses.Of(text);
        foreach (var match in _regex.EnumerateMatches(classes))
        {
            var start = starts[match.Index];
            pieces.Add((start, starts[match.Index + match.Length] - start));
        }

        return pieces;
    }

    [GeneratedRegex(Contractions + Llama3Rest, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Llama3Regex();

    [GeneratedRegex(Contractions + Qwen2Rest, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Qwen2Regex();

    [GeneratedRegex(TekkenPattern, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex TekkenRegex();

    [GeneratedRegex(Gpt2Pattern, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Gpt2Regex();
}
