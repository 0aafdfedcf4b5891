using System.Buffers;
using System.Collections.Concurrent;
using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// BPE, byte-level or SentencePiece's: text is cut at its added tokens, written as the vocabulary writes it, split into pieces, and
/// each piece is merged by rank.
/// </summary>
/// <remarks>Thread-safe. Ids are those of Hugging Face's tokenizers where special tokens in text are text (<c>split_special_tokens</c>).</remarks>
public sealed class Tokenizer
{
    private const int CachedPieces = 1 << 16;
    private const int LongestCachedPiece = 64;

    private readonly Spelling _spelling;
    private readonly AddedTokens _added;
    private readonly Dictionary<string, int> _ids;
    private readonly PairMerges _merges;
    private readonly byte[][] _bytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The vocabulary lacks a byte, its pattern is unknown, or a token stands twice.</exception>
    public Tokenizer(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        _ids = new Dictionary<string, int>(vocabulary.Tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < vocabulary.Tokens.Count; id++)
        {
            if (IsOrdinary(id) && !_ids.TryAdd(vocabulary.Tokens[id], id))
            {
                throw new ArgumentException($"the vocabulary holds the token '{vocabulary.Tokens[id]}' twice (ids {_ids[vocabulary.Tokens[id]]} and {id})", nameof(vocabulary));
            }
        }

        _spelling = Spelling.Of(vocabulary, _ids);
        _added = new AddedTokens(vocabulary);
        _merges = new PairMerges(vocabulary.Merges, _ids);
        _bytes = [.. vocabulary.Tokens.Select((token, id) => IsOrdinary(id) ? _spelling.Bytes(token) : Encoding.UTF8.GetBytes(token))];
        ReservedWords = vocabulary.SentencePieces is null && Control(WordSlots.Glue) is { } glue && Reserved() is { Length: > 0 } slots ? (glue, slots) : null;
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens reserved for words of a conversation, see <see cref="WordSlots"/>; null in most vocabularies.</summary>
    internal (int Glue, int[] Slots)? ReservedWords { get; }

    /// <summary>Number of tokens.</summary>
    public int Count => _bytes.Length;

    /// <summary>The id of a token by its text (as the vocabulary writes it, or a special or added token as it is), or null.</summary>
    public int? Find(string token) => _ids.TryGetValue(token, out var id) ? id : Control(token) ?? _added.Find(token);

    /// <summary>The UTF-8 bytes a token stands for; a token may be part of a character only.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    /// <summary>Token ids of a text. Text that spells a special token is encoded as plain text: special tokens are placed by chat templates alone.</summary>
    /// <param name="slots">Where the words go that are no tokens; null spells them.</param>
    /// <param name="place">What stands before the text; SentencePiece vocabularies may add a space to its first word.</param>
    public List<int> Encode(string text, WordSlots? slots = null, TextPlace place = TextPlace.Start)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3);
        foreach (var (start, length, added) in _added.Cut(text))
        {
            if (added is { } id)
            {
                ids.Add(id);
                continue;
            }

            var written = _spelling.Write(text.Substring(start, length), start == 0 ? place : TextPlace.AfterSpecial);
            foreach (var piece in _spelling.Split(written))
            {
                EncodePiece(written.AsSpan(piece.Start, piece.Length), ids, slots);
            }
        }

        return ids;
    }

    /// <summary>
    /// The text of the ids; bytes that are no UTF-8 become U+FFFD, special tokens are left out. Where the vocabulary adds a space to
    /// first words, one at the beginning is taken off again.
    /// </summary>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids)
        {
            if (!Vocabulary.SpecialIds.Contains(id))
            {
                bytes.Write(_bytes[id]);
            }
        }

        return Encoding.UTF8.GetString(AddsSpace && bytes.WrittenSpan is [(byte)' ', ..] ? bytes.WrittenSpan[1..] : bytes.WrittenSpan);
    }

    /// <summary>Whether a text may be given a space in front.</summary>
    internal bool AddsSpace => Vocabulary.SentencePieces is { Leading: not LeadingSpace.None };

    /// <summary>The token that is that whole text, or null.</summary>
    internal int? FindWhole(string text) => _ids.TryGetValue(_spelling.Key(text), out var id) ? id : null;

    /// <summary>Adds the tokens of one piece of the split.</summary>
    internal void EncodePiece(ReadOnlySpan<char> text, List<int> target)
    {
        var piece = _spelling.Key(text);
        if (_cache.TryGetValue(piece, out var known))
        {
            target.AddRange(known);
            return;
        }

        var from = target.Count;
        if (Vocabulary.IgnoreMerges && _ids.TryGetValue(piece, out var whole))
        {
            target.Add(whole);
        }
        else
        {
            _merges.Merge(_spelling.Spell(piece), target);
        }

        if (piece.Length <= LongestCachedPiece && _cache.Count < CachedPieces)
        {
            _cache.TryAdd(piece, [.. target[from..]]);
        }
    }

    /// <summary>Adds the tokens of a piece, that of its slot where the vocabulary would spell it.</summary>
    private void EncodePiece(ReadOnlySpan<char> text, List<int> target, WordSlots? slots)
    {
        var from = target.Count;
        EncodePiece(text, target);
        if (slots is not null && target.Count > from + 1)
        {
            var spelled = target[from..];
            target.RemoveRange(from, spelled.Count);
            if (!slots.TryEncode(text, target))
            {
                target.AddRange(spelled);
            }
        }
    }

    private bool IsOrdinary(int id) => !Vocabulary.SpecialIds.Contains(id) && !Vocabulary.AddedIds.Contains(id);

    private int? Control(string name)
    {
        foreach (var id in Vocabulary.SpecialIds)
        {
            if (string.Equals(Vocabulary.Tokens[id], name, StringComparison.Ordinal))
            {
                return id;
            }
        }

        return null;
    }

    private int[] Reserved() => [.. Enumerable.Range(0, Count).Select(slot => Control(WordSlots.Name(slot))).TakeWhile(id => id is not null).Select(id => id!.Value)];
}
