using System.Text.RegularExpressions;

namespace LongWriter.Text;

/// <summary>A piece of an instruction: a number in digits, a run of Latin letters, or a single other character.</summary>
/// <param name="IsGlued">Whether a letter or digit stands right before it, as in "GPT4".</param>
internal readonly partial record struct TextToken(string Text, bool IsGlued)
{
    public bool IsNumber => char.IsAsciiDigit(Text[0]);

    /// <summary>Full-width digits and letters count as their plain forms.</summary>
    public static List<TextToken> Split(string text)
    {
        var plain = string.Concat(text.Select(c => c is '：' or '－' or '～' || (c is >= '０' and <= 'ｚ' && char.IsLetterOrDigit(c)) ? (char)(c - '！' + '!') : c));
        return [.. Pattern().Matches(plain).Select(match => new TextToken(match.Value, match.Index > 0 && (char.IsAsciiLetterOrDigit(plain[match.Index - 1]) || plain[match.Index - 1] is '.' or ',')))];
    }

    [GeneratedRegex(@"\d{1,3}(?:,\d{3})+(?![\d])|\d{1,8}(?:\.\d{1,2})?(?!\d)|\d+|[A-Za-z]+|\S", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Pattern();
}
