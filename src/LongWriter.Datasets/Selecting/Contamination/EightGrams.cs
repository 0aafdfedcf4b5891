using System.Text;
using LongWriter.Datasets.Selecting.Duplicates;

namespace LongWriter.Datasets.Selecting.Contamination;

/// <summary>
/// The 8-grams of a prompt: each eight bytes of its UTF-8 that follow one another, in lower case, with letters alone (whatever stands
/// between words is one space) and no digits, so that a prompt at another length is the same prompt. Eight bytes are eight Latin
/// letters or nearly three Chinese characters: an edited word spoils only those that touch it.
/// </summary>
internal static class EightGrams
{
    private const int Bytes = 8;

    /// <summary>Hashes of all 8-grams in their order; none for a text below eight bytes.</summary>
    public static List<uint> Of(ReadOnlySpan<char> prompt)
    {
        var grams = new List<uint>(prompt.Length);
        var (window, filled, spaced) = (0UL, 0, true);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in prompt.EnumerateRunes())
        {
            if (!Rune.IsLetter(rune))
            {
                if (!spaced)
                {
                    Push((byte)' ');
                }

                spaced = true;
                continue;
            }

            spaced = false;
            foreach (var unit in bytes[..Rune.ToLowerInvariant(rune).EncodeToUtf8(bytes)])
            {
                Push(unit);
            }
        }

        return grams;

        void Push(byte unit)
        {
            window = (window << 8) | unit;
            if (++filled >= Bytes)
            {
                grams.Add((uint)(Bits.Mix(window) >> 32));
            }
        }
    }
}
