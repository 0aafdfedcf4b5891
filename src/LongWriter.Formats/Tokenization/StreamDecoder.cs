using System.Buffers;
using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>Turns a stream of tokens into text, holding back the bytes of a character that is not complete yet.</summary>
public sealed class StreamDecoder(Tokenizer tokenizer)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The characters that <paramref name="id"/> completes; empty in the middle of a character and for special tokens.</summary>
    public string Push(int id) => tokenizer.Vocabulary.SpecialIds.Contains(id) ? "" : Convert(tokenizer.Bytes(id), flush: false);

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
