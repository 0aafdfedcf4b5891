using System.Text.RegularExpressions;

namespace LongWriter.Text;

/// <summary>A title from the instruction: what stands after "about" or "on", without the request around it. Never counted as text.</summary>
public static partial class DocumentTitle
{
    private const int Longest = 90;

    public static string From(string instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var line = instruction.Trim().Split('\n', 2)[0];
        var plain = Length().Replace(line, " ");
        var subject = About().Match(plain) is { Success: true } about ? about.Groups["subject"].Value : Request().Replace(plain, "");
        subject = Spaces().Replace(subject, " ").Trim(' ', '.', ',', ';', ':', '-', '"');
        if (subject.Length == 0)
        {
            return "Untitled";
        }

        if (subject.Length > Longest)
        {
            // Without a space to cut at (Chinese, a long address) anywhere but inside a character.
            var end = subject.LastIndexOf(' ', Longest, Longest);
            subject = subject[..(end > 0 ? end : char.IsLowSurrogate(subject[Longest]) ? Longest - 1 : Longest)] + " …";
        }

        return char.ToUpperInvariant(subject[0]) + subject[1..];
    }

    [GeneratedRegex(@"(?:\b(?:of|in|with|about|roughly|around|at least|no less than|approximately)\s+)?(?:about\s+)?(?<![\d,.])\d[\d,.]*\s?k?[\s-]{0,2}words?\b(?:\s+(?:long|in length))?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Length();

    [GeneratedRegex(@"\b(?:about|on|regarding|concerning)\s+(?<subject>\S.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex About();

    [GeneratedRegex(@"^\W*(?:please\s+)?(?:write|draft|compose|produce|create|prepare|give me|tell me|i need|i want|i would like)\s+(?:me\s+)?(?:an?\s+|the\s+)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Request();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Spaces();
}
