using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter.Evaluation.Judging.Answers;

/// <summary>What a judge put where a score belongs.</summary>
/// <param name="Number">The score, in range or not; null where there is none, or it cannot be told which.</param>
/// <param name="IsScore">Whether a number was meant: words about a dimension are none.</param>
internal readonly partial record struct ScoreValue(double? Number, bool IsScore)
{
    /// <summary>Marks that stand about a number: emphasis, quotes, an opening bracket.</summary>
    private const string Decoration = " \t*_`\"'\\([";

    private static readonly ScoreValue s_unreadable = new(null, true);

    /// <summary>Reads what begins with a score: 4, 4.5, 4/5, "4 out of 5", 4分, **4** (because…). Anything that leaves a choice ("4-5", "4 or 5", "8/10") is unreadable.</summary>
    /// <param name="text">In its plain form.</param>
    public static ScoreValue Read(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(Decoration);
        if (text.Length == 0 || !(char.IsAsciiDigit(text[0]) || (text[0] is '-' or '+' && text.Length > 1 && char.IsAsciiDigit(text[1]))))
        {
            return default;
        }

        // The number, then the scale: longer than any score is a date, a list or noise.
        var end = 1;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        if (!double.TryParse(text[..end], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return s_unreadable;
        }

        var rest = text[end..];
        foreach (var scale in Scale().EnumerateMatches(rest))
        {
            rest = rest[scale.Length..];
        }

        return Ends(rest) ? new ScoreValue(number, true) : s_unreadable;
    }

    /// <summary>Whether what stands behind a score leaves it alone.</summary>
    private static bool Ends(ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart(" \t*_`\"'\\");
        if (rest.Length == 0)
        {
            return true;
        }

        var after = rest[1..];
        return rest[0] switch
        {
            '\n' or '\r' or '(' or '[' or ')' or ']' or '}' or '<' or ';' or '!' => true,

            // "4.5" and "4:5" are no 4 with a remark, nor is a list of numbers.
            '.' or ':' => after.Length == 0 || !char.IsAsciiDigit(after[0]),
            ',' or '-' or '~' => after.TrimStart() is not [>= '0' and <= '9', ..],

            // A row of a table with two numbers does not say which is the score.
            '|' => !RowGoesOn(after),
            _ => false,
        };
    }

    private static bool RowGoesOn(ReadOnlySpan<char> cells)
    {
        var line = cells.IndexOf('\n');
        foreach (var cell in (line < 0 ? cells : cells[..line]).Split('|'))
        {
            if (cells[cell].TrimStart(Decoration) is [>= '0' and <= '9', ..])
            {
                return true;
            }
        }

        return false;
    }

    [GeneratedRegex(@"^[\s*_`""\x27\\]*(?:/\s*5(?:\.0+)?|out\s+of\s+(?:5|five))?\s*(?:points?|stars?|分)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Scale();
}
