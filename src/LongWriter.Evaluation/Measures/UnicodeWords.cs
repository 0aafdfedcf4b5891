using System.Buffers;
using System.Globalization;
using System.Text;

namespace LongWriter.Evaluation.Measures;

/// <summary>
/// Words of any script: the counter beside the paper's, and what the judge-free measures are made of.
/// </summary>
/// <remarks>
/// <para>A word is a longest run of letters, combining marks, digits and other numeric characters and joiners of the category Cf.
/// An apostrophe (' or ’), a middle dot or an underscore between two such characters belongs to the word, and so does a full stop or a
/// comma between two digits: "don't", "l’été", "snake_case", "GPT4" and "10,000.5" are one word each, "well-known" is two.</para>
/// <para>Characters of scripts that write no spaces and whose dictionaries count characters are a word each: Han of every plane, kana, bopomofo. Hangul
/// is written with spaces and counts by them. Thai, Lao, Khmer and Burmese put no spaces between words either; without a dictionary
/// a run of theirs counts as one, which is too few. Marks, symbols and emoji are no words.</para>
/// <para>After the word boundaries of Unicode's Annex 29, with two differences: kana count by the character throughout, and a full stop
/// joins digits alone, because models leave out the space behind a sentence.</para>
/// </remarks>
public static class UnicodeWords
{
    private enum Kind
    {
        None,
        Letter,
        Digit,
        Mark,
        Alone,
    }

    /// <summary>Words in <paramref name="text"/>; 0 for an empty text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (var at = 0; Next(text, ref at, out _);)
        {
            count++;
        }

        return count;
    }

    /// <summary>The words of <paramref name="text"/> in order, in lower case, with ’ as '.</summary>
    public static List<string> Of(ReadOnlySpan<char> text)
    {
        var words = new List<string>();
        for (var at = 0; Next(text, ref at, out var start);)
        {
            words.Add(Folded(text[start..at]));
        }

        return words;
    }

    /// <summary>Finds the next word from <paramref name="at"/> on, which becomes its end.</summary>
    internal static bool Next(ReadOnlySpan<char> text, ref int at, out int start)
    {
        start = at;
        var before = Kind.None;
        while (at < text.Length)
        {
            var kind = KindAt(text, at, out var length);
            if (before == Kind.None)
            {
                // A mark that stands on nothing begins no word.
                start = at;
                at += length;
                if (kind == Kind.Alone)
                {
                    SkipMarks(text, ref at);
                    return true;
                }

                before = kind == Kind.Mark ? Kind.None : kind;
                continue;
            }

            if (kind is Kind.Letter or Kind.Digit or Kind.Mark)
            {
                before = kind == Kind.Mark ? before : kind;
                at += length;
            }
            else if (kind == Kind.None && Joins(text[at]) && at + 1 < text.Length && KindAt(text, at + 1, out _) is Kind.Letter or Kind.Digit)
            {
                at++;
            }
            else if (kind == Kind.None && before == Kind.Digit && text[at] is '.' or ',' && at + 1 < text.Length && KindAt(text, at + 1, out _) == Kind.Digit)
            {
                at++;
            }
            else
            {
                return true;
            }
        }

        return before != Kind.None;
    }

    private static bool Joins(char c) => c is '\'' or '’' or '·' or '_';

    private static string Folded(ReadOnlySpan<char> word)
    {
        Span<char> lower = word.Length <= 64 ? stackalloc char[word.Length] : new char[word.Length];
        word.ToLowerInvariant(lower);
        lower.Replace('’', '\'');
        return lower.ToString();
    }

    private static void SkipMarks(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && KindAt(text, at, out var length) == Kind.Mark)
        {
            at += length;
        }
    }

    private static Kind KindAt(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        var c = text[at];
        if (c < 128)
        {
            return char.IsAsciiLetter(c) ? Kind.Letter : char.IsAsciiDigit(c) ? Kind.Digit : Kind.None;
        }

        if (Rune.DecodeFromUtf16(text[at..], out var rune, out length) != OperationStatus.Done)
        {
            return Kind.None;
        }

        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.LetterNumber when IsAlone(rune.Value) => Kind.Alone,
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Digit,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => Kind.Mark,
            _ => Kind.None,
        };
    }

    /// <summary>Han with its iteration mark and zero, kana in both widths, bopomofo: by Unicode's blocks.</summary>
    private static bool IsAlone(int rune) => rune is >= 0x4E00 and <= 0x9FFF or >= 0x3400 and <= 0x4DBF or >= 0xF900 and <= 0xFAFF
        or 0x3005 or 0x3007 or >= 0x3021 and <= 0x3029 or >= 0x3038 and <= 0x303B
        or >= 0x3041 and <= 0x30FF or >= 0x31F0 and <= 0x31FF or >= 0xFF66 and <= 0xFF9D
        or >= 0x3105 and <= 0x312F or >= 0x31A0 and <= 0x31BF
        or >= 0x1AFF0 and <= 0x1B16F or >= 0x20000 and <= 0x3FFFD;
}
