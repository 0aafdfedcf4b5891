using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>Takes off what models put around a section: "Sure, here is …", a fence, the plan's label, a word count, an offer of more. English and Chinese.</summary>
internal static partial class Cleaning
{
    /// <summary>A paragraph of one line with no more words and no stop at its end is a heading.</summary>
    private const int MostHeadingWords = 14;

    /// <summary>Lines that stand before a section: "Sure!", "Here it is:", the plan's line, a label.</summary>
    private const int MostOpenings = 4;

    /// <summary>An answer without what does not belong to the text; "" where nothing else stands in it.</summary>
    public static string Clean(string answer)
    {
        var text = Unfence(answer.Trim());
        for (var lines = 0; lines < MostOpenings && Opening(text, isFirst: lines == 0) is > 0 and var end; lines++)
        {
            text = text[end..].TrimStart();
        }

        var rest = text.AsSpan(0, PromptSaidOn().Match(text) is { Success: true, Index: > 0 } prompt ? prompt.Index : text.Length).TrimEnd();
        while (rest.LastIndexOf('\n') is >= 0 and var at && rest[(at + 1)..] is { Length: < 400 } last && (Count().IsMatch(last) || Offer().IsMatch(last) || (Refusal.IsStatement(last) && HasBody(rest[..at]))))
        {
            rest = rest[..at].TrimEnd();
        }

        return rest.ToString();
    }

    /// <summary>The rest of a section without a heading of its own.</summary>
    /// <param name="heading">The section's heading, which models like to say again.</param>
    public static string CleanRest(string answer, string heading)
    {
        var text = Clean(answer);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0)
        {
            return text;
        }

        var first = text[..end].Trim();
        var isHeading = first.StartsWith('#') || first.Trim('*', '#', ' ').Equals(heading.Trim('*', '#', ' '), StringComparison.OrdinalIgnoreCase)
            || (text.AsSpan(end).StartsWith("\n\n") && WordCount.Of(first) <= MostHeadingWords && !SentenceMark().IsMatch(first));
        return isHeading ? text[end..].TrimStart() : text;
    }

    /// <summary>Whether more than a heading stands: a refusal below one is the whole answer, and is told as such.</summary>
    private static bool HasBody(ReadOnlySpan<char> text) =>
        text.Trim() is { Length: > 0 } rest && (rest.Contains('\n') || WordCount.Of(rest) > MostHeadingWords || SentenceMark().IsMatch(rest));

    /// <summary>Where the text begins behind a line that does not belong to it, or null.</summary>
    /// <param name="isFirst">Whether nothing was taken off yet; behind "Sure!" only what announces the text is no part of it.</param>
    private static int? Opening(string text, bool isFirst) =>
        Preamble().Match(text) is { Success: true } said && (isFirst || said.Value.TrimEnd()[^1] is ':' or '：') ? said.Length
        : Label().Match(text) is { Success: true } label ? label.Length
        : PromptSaidFirst().Match(text) is { Success: true } prompt ? prompt.Length
        : null;

    private static string Unfence(string text)
    {
        if (!text.StartsWith("```", StringComparison.Ordinal))
        {
            return text;
        }

        var begin = text.IndexOf('\n', StringComparison.Ordinal);
        var end = text.LastIndexOf("```", StringComparison.Ordinal);
        return begin >= 0 && end > begin && text.AsSpan(end + 3).Trim().Length == 0 ? text[begin..end].Trim() : text;
    }

    // A model that goes on where its turn should end says what stood behind the text in its prompt.
    [GeneratedRegex(@"\n\s*(?:The last section above stops too early\. Go on|Read the last section above as its editor|An editor says of the last section above|Write only the next section now, with a short heading|Please integrate the original writing instruction, writing steps|(?:User|Human|Assistant)\s*:\s*\n)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex PromptSaidOn();

    // Or begins with its first sentence; an answer that is the whole of it is no text at all.
    [GeneratedRegex(@"^The last section above stops too early\.\s+(?!Go on)", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex PromptSaidFirst();

    [GeneratedRegex(@"[.!?…:;。！？：；][""')”’」』）\]*]*$", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex SentenceMark();

    [GeneratedRegex(@"^(?:Sure|Certainly|Of\s+course|Absolutely|Okay|OK|Great|Understood|Got\s+it|Here(?:['’]s|\s+is|\s+are)|Below\s+is|The\s+following\s+is|I['’]d\s+be\s+happy|I['’]ll\s+(?:now\s+)?(?:write|continue)|Let\s+me\s+(?:write|continue)|As\s+(?:you\s+)?requested|Continuing\s+(?:from|with|where)|好的|好|当然|没问题|收到|以下|下面是|接下来是|这是|根据(?:您|你)的|我(?:来|将|会)(?:继续|为))\b?[^\n]{0,200}[:：.。!！]\s*\n", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Preamble();

    // The whole plan line, whatever its label, or the label before a heading; "Section 3: Title" may be a heading that is meant.
    [GeneratedRegex(@"^(?:[^\n]{0,40}(?:Main\s*Points?|要点)\s*[:：][^\n]{0,600}(?:Word\s*Count|字数)[^\n]*(?:\n|$)|[\s#*>\[(（【]*(?:(?:Paragraph|段落)\s*\d{1,4}|第\s*(?:\d{1,4}|[一二三四五六七八九十]{1,4})\s*段)(?:[^\n]*(?:Word\s*Count|字数)[^\n]*(?:\n|$)|\s*[\-–—:：.*]+\s*(?:(?:Main\s*Point|要点)\s*[:：]\s*)?|\s*(?:\([Cc]ontinued\)|（续）)?[\])）】]*\s*\n))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Label();

    [GeneratedRegex(@"^[\s\[(（*_]*(?:Total\s+)?(?:Word\s*Count|Words|字数|全文共)\s*[:：]?\s*(?:约|about|approximately|~)?\s*\d[\d,]*\s*(?:words|字)?[\s\])）*_.。]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Count();

    [GeneratedRegex(@"^[\s\[(（*_]*(?:Let\s+me\s+know\s+(?:if|when|whether)|I\s+hope\s+(?:this|that)\s+(?:helps|meets|section|text|is\s+what)|Feel\s+free\s+to\s+(?:ask|let|reach)|Would\s+you\s+like\s+me\s+to|If\s+you(?:['’]d|\s+would)\s+like\s+me\s+to|Please\s+let\s+me\s+know|To\s+be\s+continued|Continued\s+in\s+the\s+next|End\s+of\s+(?:section|paragraph)|Shall\s+I\s+(?:continue|go\s+on|proceed)|(?:Do|Would)\s+you\s+(?:want|like)\s+me\s+to|I\s+can\s+(?:also\s+)?(?:continue|go\s+on|write|expand)\b[^\n]{0,80}\bif\s+you|(?:Please\s+)?note\s*:?\s+(?:that\s+)?this\s+(?:section|paragraph|text)\s+(?:is|has|contains)|This\s+(?:section|paragraph)\s+(?:is|has|contains)\s+(?:about|approximately|exactly|roughly)?\s*\d|如果(?:您|你)(?:需要|还有|希望|想)|希望(?:这|以上|本)|请告诉我|如需|需要我(?:继续|接着)|是否(?:需要|要我)|接下来我(?:将|会)|(?:注[:：]\s*)?本(?:段|节|部分)(?:共|约|字数)|(?:未完，?)?待续|以上就?是(?:第|本|我))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Offer();
}
