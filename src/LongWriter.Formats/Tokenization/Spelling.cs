using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>How a vocabulary writes text before anything is merged, and what bytes a token stands for.</summary>
internal abstract class Spelling
{
    /// <exception cref="ArgumentException">The vocabulary lacks a byte, or its pattern is not known.</exception>
    public static Spelling Of(Vocabulary vocabulary, Dictionary<string, int> ids) =>
        vocabulary.SentencePieces is { } pieces ? new CharacterSpelling(vocabulary, pieces, ids) : new ByteSpelling(vocabulary, ids);

    /// <summary>A stretch of text as it is split.</summary>
    public abstract string Write(string text, TextPlace place);

    /// <summary>The pieces of a written text in order, without gaps, each of which is merged by itself.</summary>
    public abstract IReadOnlyList<(int Start, int Length)> Split(string written);

    /// <summary>A piece as tokens have it.</summary>
    public abstract string Key(ReadOnlySpan<char> piece);

    /// <summary>The tokens of the smallest parts of a piece.</summary>
    public abstract int[] Spell(string key);

    /// <summary>The UTF-8 bytes of an ordinary token.</summary>
    public abstract byte[] Bytes(string token);

    /// <summary>Every byte needs a token, else there were text that cannot be written.</summary>
    protected static int[] ByteIds(Dictionary<string, int> ids, Func<byte, string> name, string kind) => [.. Enumerable.Range(0, 256).Select(value =>
        ids.TryGetValue(name((byte)value), out var id) ? id : throw new ArgumentException($"the vocabulary has no token for byte {value}; it is not {kind}", nameof(ids)))];
}

/// <summary>Byte-level BPE: text is split by a pattern and its bytes are merged.</summary>
internal sealed class ByteSpelling(Vocabulary vocabulary, Dictionary<string, int> ids) : Spelling
{
    private readonly PreTokenizer _splitter = PreTokenizer.Find(vocabulary.PreTokenizer)
        ?? throw new ArgumentException($"the vocabulary is split by '{vocabulary.PreTokenizer}', which is not known here; known: {string.Join(", ", PreTokenizer.Names)}", nameof(vocabulary));

    private readonly int[] _bytes = ByteIds(ids, value => ByteAlphabet.ToChar(value).ToString(), "byte-level BPE");
    private readonly bool _composes = vocabulary.Composes;

    public override string Write(string text, TextPlace place) => _composes ? NormalFormC.Of(text) : text;

    public override IReadOnlyList<(int Start, int Length)> Split(string written) => _splitter.Split(written);

    public override string Key(ReadOnlySpan<char> piece) => ByteAlphabet.FromText(piece);

    public override int[] Spell(string key) => Array.ConvertAll(ByteAlphabet.ToBytes(key)!, value => _bytes[value]);

    public override byte[] Bytes(string token) => ByteAlphabet.ToBytes(token) ?? Encoding.UTF8.GetBytes(token);
}

/// <summary>SentencePiece's BPE: characters are merged, and those that are no tokens are written as their bytes.</summary>
internal sealed class CharacterSpelling : Spelling
{
    private readonly SentencePieces _pieces;
    private readonly Dictionary<string, int> _ids;
    private readonly int[] _bytes;
    private readonly Dictionary<string, byte> _byteTokens = new(StringComparer.Ordinal);
    private readonly bool _wordsStandAlone;

    public CharacterSpelling(Vocabulary vocabulary, SentencePieces pieces, Dictionary<string, int> ids)
    {
        _pieces = pieces;
        _ids = ids;
        _bytes = ByteIds(ids, SentencePieces.ByteToken, "SentencePiece's BPE with byte fallback");
        for (var value = 0; value < 256; value++)
        {
            _byteTokens[SentencePieces.ByteToken((byte)value)] = (byte)value;
        }

        _wordsStandAlone = vocabulary.Merges.All(merge => !merge.Right.Contains(SentencePieces.Space, StringComparison.Ordinal) || IsSpaces(merge.Left));
    }

    public override string Write(string text, TextPlace place) => _pieces.Write(text, place);

    public override IReadOnlyList<(int Start, int Length)> Split(string written) =>
        _pieces.Splits || _wordsStandAlone ? SentencePieces.Cut(written, everySpace: _pieces.Splits) : written.Length == 0 ? [] : [(0, written.Length)];

    public override string Key(ReadOnlySpan<char> piece) => piece.ToString();

    public override int[] Spell(string key)
    {
        var symbols = new List<int>(key.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in key.EnumerateRunes())
        {
            if (_ids.TryGetValue(rune.ToString(), out var id))
            {
                symbols.Add(id);
                continue;
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                symbols.Add(_bytes[value]);
            }
        }

        return [.. symbols];
    }

    public override byte[] Bytes(string token) => _byteTokens.TryGetValue(token, out var value) ? [value] : Encoding.UTF8.GetBytes(token.Replace(SentencePieces.Space, ' '));

    private static bool IsSpaces(string text) => !text.AsSpan().ContainsAnyExcept(SentencePieces.Space);
}
