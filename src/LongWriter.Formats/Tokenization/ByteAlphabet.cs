using System.Buffers;
using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// GPT-2's reversible map between bytes and printable characters, in which byte-level BPE vocabularies are written:
/// printable Latin-1 bytes stand for themselves, the other 68 for U+0100 onwards (space is "Ġ", newline "Ċ").
/// </summary>
public static class ByteAlphabet
{
    private static readonly char[] s_toChar = new char[256];
    private static readonly Dictionary<char, byte> s_toByte = [];

    static ByteAlphabet()
    {
        var next = 0x100;
        for (var b = 0; b < 256; b++)
        {
            var printable = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            s_toChar[b] = printable ? (char)b : (char)next++;
            s_toByte[s_toChar[b]] = (byte)b;
        }
    }

    public static char ToChar(byte value) => s_toChar[value];

    /// <summary>Writes <paramref name="text"/> (UTF-16) in the byte alphabet.</summary>
    public static string FromText(ReadOnlySpan<char> text)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            var count = Encoding.UTF8.GetBytes(text, bytes);
            return string.Create(count, bytes, static (chars, source) =>
            {
                for (var i = 0; i < chars.Length; i++)
                {
                    chars[i] = s_toChar[source[i]];
                }
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The bytes that a token's text in the byte alphabet stands for; null where a character is outside the alphabet.</summary>
    public static byte[]? ToBytes(string token)
    {
        var bytes = new byte[token.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (!s_toByte.TryGetValue(token[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }
}
