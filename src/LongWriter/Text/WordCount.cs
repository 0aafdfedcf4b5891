using System.Globalization;
using System.Text;

namespace LongWriter.Text;

/// <summary>
/// Words as the LongWriter paper's released scorer counts them: characters U+4E00–U+9FFF, plus matches of Python's
/// <c>\b[a-zA-Z]+\b</c>. Digits never count; "don't" counts as two; a run of letters beside any other word character (letter of
/// another script, digit, underscore) counts as none.
/// </summary>
/// <remarks>
/// Python's <c>\b</c> differs from .NET's: superscripts, fractions and other numeric characters are word characters there,
/// combining marks and joiners are not. Source: released <c>count_words</c>, and Python's <c>re</c> documentation for <c>\w</c>.
/// </remarks>
public static class WordCount
{
    /// <summary>Words in <paramref name="text"/>; 0 for an empty text.</summary>
    public static int Of(ReadOnlySpan<char> text)
    {
        var count = 0;
        var before = false; // whether the character before is a word character
        for (var i = 0; i < text.Length;)
        {
            if (char.IsAsciiLetter(text[i]))
            {
                var start = i;
                while (i < text.Length && char.IsAsciiLetter(text[i]))
                {
                    i++;
                }

                if (!before && !IsWordCharacter(text, i))
                {
                    count++;
                }

                before = i > start;
                continue;
            }

            if (text[i] is >= '\u4E00' and <= '\u9FFF')
            {
                count++;
            }

            before = IsWordCharacter(text, i);
            i += char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) ? 2 : 1;
        }

        return count;
    }

    private static bool IsWordCharacter(ReadOnlySpan<char> text, int at)
    {
        if (at >= text.Length)
        {
            return false;
        }

        if (text[at] < 128)
        {
            return char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_';
        }

        return Rune.DecodeFromUtf16(text[at..], out var rune, out _) == System.Buffers.OperationStatus.Done
            && Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
    }
}
