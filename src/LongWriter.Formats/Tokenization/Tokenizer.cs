using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// Byte-level BPE. Text is split by the vocabulary's pattern and each piece is merged by rank; merging uses a priority queue, so
/// that a piece of n bytes takes n·log n and a hostile text without spaces cannot stall it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class Tokenizer
{
    private const int CachedPieces = 1 << 16;
    private const int LongestCachedPiece = 64;

    private readonly Regex _splitter;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];
    private readonly byte[][] _bytes;
    private readonly ConcurrentDictionary<string, int[]> _cache = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">The vocabulary lacks a byte, its pattern is unknown, or a token stands twice.</exception>
    public Tokenizer(Vocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        _splitter = PreTokenizer.Find(vocabulary.PreTokenizer)
            ?? throw new ArgumentException($"the vocabulary is split by '{vocabulary.PreTokenizer}', which is not known here; known: {PreTokenizer.Llama3}, {PreTokenizer.Qwen2}, {PreTokenizer.Gpt2}", nameof(vocabulary));
        _bytes = new byte[vocabulary.Tokens.Count][];
        _ids = new Dictionary<string, int>(vocabulary.Tokens.Count, StringComparer.Ordinal);
        for (var id = 0; id < _bytes.Length; id++)
        {
            var token = vocabulary.Tokens[id];
            var special = vocabulary.SpecialIds.Contains(id);
            _bytes[id] = (special ? null : ByteAlphabet.ToBytes(token)) ?? Encoding.UTF8.GetBytes(token);
            if (!special && !_ids.TryAdd(token, id))
            {
                throw new ArgumentException($"the vocabulary holds the token '{token}' twice (ids {_ids[token]} and {id})", nameof(vocabulary));
            }
        }

        for (var b = 0; b < 256; b++)
        {
            if (!_ids.ContainsKey(ByteAlphabet.ToChar((byte)b).ToString()))
            {
                throw new ArgumentException($"the vocabulary has no token for byte {b}; it is not byte-level BPE", nameof(vocabulary));
            }
        }

        var rank = 0;
        foreach (var (left, right) in vocabulary.Merges)
        {
            if (_ids.TryGetValue(left, out var l) && _ids.TryGetValue(right, out var r) && _ids.TryGetValue(left + right, out var merged))
            {
                _merges.TryAdd((l, r), (rank, merged));
            }

            rank++;
        }

        ReservedWords = Control(WordSlots.Glue) is { } glue && Reserved() is { Length: > 0 } slots ? (glue, slots) : null;
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>The tokens reserved for words of a conversation, see <see cref="WordSlots"/>; null in most vocabularies.</summary>
    internal (int Glue, int[] Slots)? ReservedWords { get; }

    /// <summary>Number of tokens.</summary>
    public int Count => _bytes.Length;

    /// <summary>The id of a token by its text (byte alphabet, or a special token as written), or null.</summary>
    public int? Find(string token) => _ids.TryGetValue(token, out var id) ? id : Control(token);

    /// <summary>The UTF-8 bytes a token stands for; a token may be part of a character only.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => _bytes[id];

    /// <summary>Token ids of a text. Text that spells a special token is encoded as plain text: special tokens are placed by chat templates alone.</summary>
    /// <param name="slots">Where the words go that are no tokens; null spells them.</param>
    public List<int> Encode(string text, WordSlots? slots = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3);
        foreach (var match in _splitter.EnumerateMatches(text))
        {
            var piece = text.AsSpan(match.Index, match.Length);
            var from = ids.Count;
            EncodePiece(piece, ids);
            if (slots is not null && ids.Count > from + 1)
            {
                var spelled = ids[from..];
                ids.RemoveRange(from, spelled.Count);
                if (!slots.TryEncode(piece, ids))
                {
                    ids.AddRange(spelled);
                }
            }
        }

        return ids;
    }

    /// <summary>The text of the ids; bytes that are no UTF-8 become U+FFFD, special tokens are left out.</summary>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var id in ids)
        {
            if (!Vocabulary.SpecialIds.Contains(id))
            {
                bytes.Write(_bytes[id]);
            }
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    /// <summary>The token that is that whole text, or null.</summary>
    internal int? FindWhole(string text) => _ids.TryGetValue(ByteAlphabet.FromText(text), out var id) ? id : null;

    /// <summary>Adds the tokens of one piece of the split.</summary>
    internal void EncodePiece(ReadOnlySpan<char> text, List<int> target)
    {
        var piece = ByteAlphabet.FromText(text);
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
            Merge(piece, target);
        }

        if (piece.Length <= LongestCachedPiece && _cache.Count < CachedPieces)
        {
            _cache.TryAdd(piece, [.. target[from..]]);
        }
    }

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

    private void Merge(string piece, List<int> target)
    {
        // A doubly linked list over the piece; -1 marks a symbol that was merged into its left neighbour.
        var length = piece.Length;
        var symbol = new int[length];
        var previous = new int[length];
        var next = new int[length];
        for (var i = 0; i < length; i++)
        {
            symbol[i] = _ids.TryGetValue(piece[i].ToString(), out var id) ? id : throw new InvalidOperationException($"the vocabulary has no token for the byte '{piece[i]}'");
            previous[i] = i - 1;
            next[i] = i + 1 < length ? i + 1 : -1;
        }

        var queue = new PriorityQueue<(int At, int Left, int Right), (int Rank, int At)>();
        void Offer(int at)
        {
            if (at >= 0 && next[at] >= 0 && _merges.TryGetValue((symbol[at], symbol[next[at]]), out var merge))
            {
                queue.Enqueue((at, symbol[at], symbol[next[at]]), (merge.Rank, at));
            }
        }

        for (var i = 0; i < length; i++)
        {
            Offer(i);
        }

        while (queue.TryDequeue(out var entry, out _))
        {
            var (at, left, right) = entry;
            if (symbol[at] != left || next[at] < 0 || symbol[next[at]] != right)
            {
                continue;
            }

            symbol[at] = _merges[(left, right)].Merged;
            symbol[next[at]] = -1;
            next[at] = next[next[at]];
            if (next[at] >= 0)
            {
                previous[next[at]] = at;
            }

            Offer(previous[at]);
            Offer(at);
        }

        for (var i = 0; i >= 0; i = next[i])
        {
            target.Add(symbol[i]);
        }
    }
}
