using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// The words of one conversation that the vocabulary lacks, each standing for a reserved token. A small model then copies a name it
/// has never seen as one token, where piece by piece it would garble one name in ten.
/// </summary>
/// <remarks>
/// The reserved tokens are control tokens named <c>&lt;|word_0|&gt;</c> onwards, and <c>&lt;|glue|&gt;</c>, which says that the word
/// after it follows without a space. Models without them are untouched. Which word takes which slot depends on its letters and on
/// the words before it: a prompt that grows keeps the tokens of its front, as the key-value cache needs. Not thread-safe; one per conversation.
/// </remarks>
public sealed class WordSlots
{
    /// <summary>The word after this token follows without a space.</summary>
    public const string Glue = "<|glue|>";

    /// <summary>Letters of a slot's word at most: scripts without spaces would put sentences into one.</summary>
    public const int MostLetters = 40;

    private readonly Tokenizer _tokenizer;
    private readonly int _glue;
    private readonly int[] _slots;
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<int, byte[]> _bytes = [];
    private bool _closed;

    private WordSlots(Tokenizer tokenizer, int glue, int[] slots) => (_tokenizer, _glue, _slots) = (tokenizer, glue, slots);

    /// <summary>The name of the reserved token of that number.</summary>
    public static string Name(int slot) => $"<|word_{slot}|>";

    /// <summary>Empty slots for one conversation; null where the vocabulary reserves none.</summary>
    public static WordSlots? For(Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return tokenizer.ReservedWords is { } reserved ? new WordSlots(tokenizer, reserved.Glue, reserved.Slots) : null;
    }

    /// <summary>From here on words are looked up alone: an answer can only say again what its prompt holds.</summary>
    public void Close() => _closed = true;

    /// <summary>Whether the token makes the next word follow without a space.</summary>
    public bool IsGlue(int id) => id == _glue;

    /// <summary>The UTF-8 bytes of a slot's word, its space in front; empty for any other token and for a slot that holds none.</summary>
    public ReadOnlySpan<byte> Bytes(int id) => _bytes.TryGetValue(id, out var bytes) ? bytes : [];

    /// <summary>Puts the slots that hold no word out of reach of sampling.</summary>
    /// <param name="logits">One value for each token of the vocabulary.</param>
    public void Mask(Span<float> logits)
    {
        foreach (var id in _slots)
        {
            if (!_bytes.ContainsKey(id))
            {
                logits[id] = float.NegativeInfinity;
            }
        }
    }

    /// <summary>Tokens for a piece of text that the vocabulary would spell; false where it has to.</summary>
    /// <param name="piece">A word, perhaps with one character before it, as the vocabulary's pattern splits text.</param>
    internal bool TryEncode(ReadOnlySpan<char> piece, List<int> target)
    {
        var letters = char.IsLetter(piece[0]) ? piece : piece[1..];
        if (letters.IsEmpty || letters.Length > MostLetters || !AreLetters(letters))
        {
            return false;
        }

        var word = $" {letters}";
        if ((_tokenizer.FindWhole(word) ?? Slot(word)) is not { } id)
        {
            return false;
        }

        if (piece[0] != ' ')
        {
            if (letters.Length < piece.Length)
            {
                _tokenizer.EncodePiece(piece[..1], target);
            }

            target.Add(_glue);
        }

        target.Add(id);
        return true;
    }

    /// <summary>
    /// The slot of a word: the one its letters point to, or the next that is free. Any slot may come first in a text, so training meets
    /// all of them alike.
    /// </summary>
    private int? Slot(string word)
    {
        if (_taken.TryGetValue(word, out var known))
        {
            return known;
        }

        if (_closed || _taken.Count == _slots.Length)
        {
            return null;
        }

        var slot = (int)(Hash(word) % (uint)_slots.Length);
        while (_bytes.ContainsKey(_slots[slot]))
        {
            slot = (slot + 1) % _slots.Length;
        }

        _bytes[_slots[slot]] = Encoding.UTF8.GetBytes(word);
        return _taken[word] = _slots[slot];
    }

    /// <summary>FNV-1a over UTF-16; string.GetHashCode differs from run to run.</summary>
    private static uint Hash(string word)
    {
        var hash = 2166136261u;
        foreach (var c in word)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }

        return hash;
    }

    private static bool AreLetters(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
            {
                return false;
            }
        }

        return true;
    }
}
