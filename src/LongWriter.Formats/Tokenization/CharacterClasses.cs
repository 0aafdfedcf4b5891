using System.Globalization;
using System.Text;

namespace LongWriter.Formats.Tokenization;

/// <summary>
/// A text with one character for each code point, the classes kept. To .NET's regular expressions a character beyond U+FFFF is two
/// of no class; split patterns take it for the letter or number that it is.
/// </summary>
internal static class CharacterClasses
{
    public static bool AreNeeded(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\uD800', '\uDFFF');

    /// <returns>The characters, and where each starts in the text; the text's length stands behind the last.</returns>
    public static (string Classes, int[] Starts) Of(string text)
    {
        var classes = new StringBuilder(text.Length);
        var starts = new List<int>(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            starts.Add(i);
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                classes.Append(Like(CharUnicodeInfo.GetUnicodeCategory(char.ConvertToUtf32(text[i], text[i + 1]))));
                i++;
            }
            else
            {
                classes.Append(text[i]);
            }
        }

        return (classes.ToString(), [.. starts, text.Length]);
    }

    /// <summary>A character of that class that no pattern knows by itself.</summary>
    private static char Like(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => 'A',
        UnicodeCategory.LowercaseLetter => 'a',
        UnicodeCategory.TitlecaseLetter => '\u01C5',
        UnicodeCategory.ModifierLetter => '\u02B0',
        UnicodeCategory.OtherLetter => '\u4E00',
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => '\u0301',
        UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => '0',
        _ => '\uE000',
    };
}
