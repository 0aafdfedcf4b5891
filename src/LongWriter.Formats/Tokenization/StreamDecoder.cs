using System.Buffers;
using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>Turns a stream of tokens into text, holding back the bytes of a character that is not complete yet.</summary>
/// <param name="slots">The words that reserved tokens stand for, or null.</param>
public sealed class StreamDecoder(Tokenizer tokenizer, WordSlots? slots = null)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private bool _glued;
    private bool _started;

    /// <summary>The characters that <paramref name="id"/> completes; empty in the middle of a character and for special tokens.</summary>
    public string Push(int id)
    {
        if (slots?.IsGlue(id) == true)
        {
            _glued = true;
            return "";
        }

        var bytes = tokenizer.Vocabulary.SpecialIds.Contains(id) ? slots is null ? [] : slots.Bytes(id) : tokenizer.Bytes(id);
        bytes = _glued && bytes is [(byte)' ', ..] ? bytes[1..] : bytes;
        _glued &= bytes.IsEmpty;

        // The space that the vocabulary gives to a first word is none of the text.
        var added = !_started && tokenizer.AddsSpace && bytes is [(byte)' ', ..];
        _started |= !bytes.IsEmpty;
        bytes = added ? bytes[1..] : bytes;
        return Convert(bytes, flush: false);
    }

    /// <summary>What is left at the end: U+FFFD for a character that was never completed, else empty.</summary>
    public string Finish() => Convert([], flush: true);

    private string Convert(ReadOnlySpan<byte> bytes, bool flush)
    {
        var chars = ArrayPool<char>.Shared.Rent(bytes.Length + 4);
        try
        {
            _decoder.Convert(bytes, chars, flush, out _, out var used, out _);
            return used == 0 ? "" : new string(chars, 0, used);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }
}
