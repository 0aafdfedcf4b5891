using System.Text;
using CsCheck;

namespace LongWriter.Formats.Tests;

/// <summary>Generators of valid text from all over Unicode; U+FFFD is left out so that it can only come from a wrong decoding.</summary>
internal static class Texts
{
    private static readonly Gen<string> s_part = Gen.OneOf(
        Runes(0x20, 0x7E),
        Runes(0x20, 0x7E),
        Runes('0', '9'),
        Runes(0xA0, 0x24F),
        Runes(0x300, 0x36F),
        Runes(0x400, 0x4FF),
        Runes(0x4E00, 0x9FFF),
        Runes(0x1F300, 0x1FAFF),
        Runes(0x20000, 0x2A6DF),
        Gen.OneOf("\n", "\r\n", "\t", "  ", "   \n\n ", "\u00A0", "\u2028", "\0", "'s", "'LL", "\uFEFF", "\uFFFF", "\U0010FFFF", "👩‍👩‍👧", "e\u0301"));

    public static Gen<string> OfUpTo(int parts) => s_part.Array[0, parts].Select(string.Concat);

    private static Gen<string> Runes(int first, int last) => Gen.Int[first, last].Select(value => new Rune(value).ToString());
}
