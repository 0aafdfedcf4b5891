namespace LongWriter.Formats.Tokenization;

/// <summary>The data of a byte-level BPE tokenizer, as tokenizer.json and GGUF files carry it.</summary>
/// <param name="Tokens">Token texts by id, ordinary ones in the <see cref="ByteAlphabet"/>, special ones as they are.</param>
/// <param name="Merges">Pairs of token texts, best first.</param>
/// <param name="SpecialIds">Ids of control tokens; they are never produced from text.</param>
/// <param name="PreTokenizer">Name of the split pattern, see <see cref="Tokenization.PreTokenizer"/>.</param>
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
    int? EosId);
