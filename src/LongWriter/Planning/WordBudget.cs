using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Planning;

/// <summary>Reads the word count of a plan step: "Word Count: 400 words", "(400-500 words)", "字数：约四百字".</summary>
internal static partial class WordBudget
{
    /// <summary>The count of a step and where it begins: the last that bears a label, else one at the end that bears a unit.</summary>
    /// <param name="from">Nothing before that place is looked at.</param>
    public static (int Start, int Words)? Find(string text, int from)
    {
        (int, int)? found = null;
        foreach (var match in Labelled().EnumerateMatches(text, from))
        {
            found = (match.Index, Read(text[match.Index..(match.Index + match.Length)]) ?? 0);
        }

        return found ?? (AtEnd().Match(text, from) is { Success: true } end ? (end.Index, Read(end.Value) ?? 0) : null);
    }

    /// <summary>The words a text states: its first number, or the middle of a range; null where there is none up to <see cref="TargetLength.Most"/>.</summary>
    public static int? Read(string text)
    {
        var numbers = Numbers().Match(text);
        if (!numbers.Success || Value(numbers.Groups["low"].Value) is not { } low)
        {
            return null;
        }

        var high = numbers.Groups["high"] is { Success: true } group ? Value(group.Value) : null;

        // "1-2k": the unit belongs to both; what falls is no range.
        low = high >= 1000 * low ? low * 1000 : low;
        return (int)(high > low ? (low + high.Value) / 2 : low);
    }

    /// <summary>The label of a word count without its number.</summary>
    [GeneratedRegex(@"[\s\-–—,，;；:：.。(（\[|]*(?:Word\s*Counts?|字数(?:要求)?|词数)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    public static partial Regex Label();

    private static double? Value(string number)
    {
        var tokens = TextToken.Split(number.TrimEnd(',', '，', '.').Replace('，', ','));
        return NumberReading.EndingAt(tokens, tokens.Count - 1) is ( >= 1 and <= TargetLength.Most and var value, 0) ? value : null;
    }

    private const string Number = @"(?:[0-9０-９][0-9０-９,，.]{0,14}(?:\s*(?:k|thousand|千|万)\b)?|[零〇一二两三四五六七八九十百千万]{1,8})";
    private const string About = @"(?:about|approximately|approx\.?|around|roughly|at\s+least|~|～|≈|大约|大概|约|不少于|至少)?";

    [GeneratedRegex(@"[\s\-–—,，;；:：.。(（\[|]+(?:Word\s*Counts?(?:\s+requirements?)?|Words|Length|字数(?:要求)?|词数)\s*[:：=]\s*[\[(（]?\s*" + About + @"\s*" + Number + @"(?:\s*(?:-|–|—|~|～|to|至|到)\s*" + Number + @")?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"[\-–—,，;；:：.。(（\[|]\s*" + About + @"\s*" + Number + @"(?:\s*(?:-|–|—|~|～|to|至|到)\s*" + Number + @")?\s*-?\s*(?:words?|字|词)\s*(?:左右)?[)）\]|]?[.。]?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AtEnd();

    [GeneratedRegex(@"(?<low>" + Number + @")(?:\s*(?:-|–|—|~|～|to|至|到)\s*(?<high>" + Number + @"))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Numbers();
}
