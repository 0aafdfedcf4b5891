namespace LongWriter.Formats.Tokenization;

/// <summary>The data of a BPE tokenizer, as tokenizer.json and GGUF files carry it: byte-level, or SentencePiece's.</summary>
/// <param name="Tokens">
/// Token texts by id. Ordinary ones in the <see cref="ByteAlphabet"/>, or, in SentencePiece vocabularies, as text with
/// <see cref="SentencePieces.Space"/> for the space and the 256 bytes as <c>&lt;0x0A&gt;</c>; special and added ones as they are.
/// </param>
/// <param name="Merges">Pairs of token texts, best first.</param>
/// <param name="SpecialIds">Ids of control tokens; they are never produced from text.</param>
/// <param name="PreTokenizer">Name of the split pattern, see <see cref="Tokenization.PreTokenizer"/>; <c>None</c> in SentencePiece vocabularies.</param>
/// <param name="IgnoreMerges">A piece that is a token as a whole is taken whole, whatever the merges say (Llama 3).</param>
/// <param name="BosId">Begin-of-text token, or null.</param>
/// <param name="EosId">The token that ends a turn, or null.</param>
public sealed record Vocabulary(
    IReadOnlyList<string> Tokens,
    IReadOnlyList<(string Left, string Right)> Merges,
    IReadOnlySet<int> SpecialIds,
    string PreTokenizer,
    bool IgnoreMerges,
    int? BosId,
    int? EosId)
{
    private static readonly HashSet<int> s_none = [];

    /// <summary>Ids of tokens that stand for their text wherever it is written, whole: added ones that are no control tokens.</summary>
    public IReadOnlySet<int> AddedIds { get; init; } = s_none;

    /// <summary>Text is put in Unicode's normal form C first (Qwen).</summary>
    public bool Composes { get; init; }

    /// <summary>How text is written in a SentencePiece vocabulary; null in byte-level ones.</summary>
    public SentencePieces? SentencePieces { get; init; }
}
