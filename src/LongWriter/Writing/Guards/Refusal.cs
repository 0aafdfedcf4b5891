using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>Recognises a model that says it will not write, in English and Chinese.</summary>
public static partial class Refusal
{
    /// <summary>What begins like an apology and goes on for longer is a text.</summary>
    private const int LongestOpening = 90;

    /// <summary>What says that it cannot do what was asked is a refusal up to this length: it explains itself, or offers something else.</summary>
    private const int LongestStatement = 300;

    /// <summary>A line with no more words may be a heading above a refusal.</summary>
    private const int MostHeadingWords = 14;

    /// <summary>Whether an answer is a refusal and nothing else.</summary>
    public static bool Is(string answer) => WordCount.Of(answer) switch
    {
        < LongestOpening => Opening().IsMatch(answer) || IsStatement(answer) || IsStatement(BelowHeading(answer)),
        < LongestStatement => IsStatement(answer) || IsStatement(BelowHeading(answer)),
        _ => false,
    };

    /// <summary>Whether a text says outright that it cannot do what was asked.</summary>
    public static bool IsStatement(ReadOnlySpan<char> text) => EnglishStatement().IsMatch(text) || ChineseStatement().IsMatch(text);

    /// <summary>The text below what may be a heading, else "".</summary>
    private static string BelowHeading(string answer)
    {
        var text = answer.Trim();
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end > 0 && WordCount.Of(text.AsSpan(0, end)) <= MostHeadingWords ? text[end..].TrimStart() : "";
    }

    // Linear in the text, and so without a clock: on a busy machine a thread may wait for seconds in the middle of it.
    private const string Model = @"(?:AI|artificial\s+intelligence|(?:large\s+)?language\s+model|AI\s+language\s+model)";

    [GeneratedRegex(@"^[*_#>\s]{0,4}(?:(?:I['’]m|I\s+am|We['’]re|We\s+are)\s+(?:(?:very|so|really|truly)\s+)?(?:sorry|afraid|unable|not\s+able)\b|(?:Sorry|Apologies|My\s+apologies|I\s+apologi[sz]e|Unfortunately)\b[,.]?\s+(?:but\s+)?(?:for\s+\w+\s+\w+[,.]?\s+(?:but\s+)?)?(?:I|we|as\s+an|this|that|your)\b|I\s+(?:can['’]?t|cannot|can\s+not|won['’]?t|will\s+not|must\s+decline|must\s+refuse|do(?:n['’]t|\s+not)\s+feel\s+comfortable)\b|As\s+an?\s+" + Model + @"\b|(?:非常|很|十分|真的|实在)?(?:抱歉|遗憾)|(?:非常|很|真)?对不起|不好意思|我(?:无法|不能|没有办法|没办法|不便)|作为(?:一个|一名|一款)?(?:AI|人工智能|(?:大型?)?语言模型))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex Opening();

    // What a person in a story says stands in quotes; a narrator who cannot go on does not say what was asked of him.
    private const string Sorry = @"(?:I['’]m\s+(?:\w+\s+)?sorry|I\s+am\s+(?:\w+\s+)?sorry|Sorry|My\s+apologies|Apologies|I\s+apologi[sz]e|Unfortunately)\b[^.\n""“]*";
    private const string Cannot = @"\b(?:I|we)\s*(?:\s+\w+\s+)?(?:can['’]?t|cannot|can\s+not|won['’]?t|will\s+not|(?:['’]m|am|are)\s+(?:unable|not\s+able)\s+to|(?:must|have\s+to)\s+decline\s+to)\s+(?:\w+\s+){0,3}(?:assist|help|fulfil|fulfill|comply|provide|continue|go\s+on|write|rewrite|generate|create|complete|produce|discuss|engage|support|proceed)\b[^.\n""“]*";

    [GeneratedRegex(@"^[*_#>\s\[(]{0,4}(?:" + Sorry + Cannot + @"\b(?:this|that|it|you|text|story|chapter|requests?|content|sections?|task|topic|instructions?|prompt)\b|" + Cannot + @"\b(?:requests?|content|sections?|task|topic|instructions?|prompt)\b|As\s+an?\s+" + Model + @"(?:\s+(?:model|assistant))?,?\s+I\b|(?:It\s+(?:seems|appears|looks)\s+(?:that\s+|like\s+)?)?(?:this|your)\s+(?:request|prompt)\s+(?:goes\s+against|violates|may\s+violate|is\s+against)\b)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex EnglishStatement();

    private const string ChineseCannot = @"(?:无法|不能|没有办法|没办法|不便|难以|拒绝)[^。\n“]*";

    [GeneratedRegex(@"^[*_#>\s\[(（]{0,4}(?:(?:非常|很|十分|真的|实在)?(?:抱歉|对不起|不好意思|遗憾)[^。\n“]*" + ChineseCannot + @"(?:提供|协助|帮助|帮您|帮你|完成|继续|撰写|续写|重写|写|生成|创作|满足|回答|处理|讨论)|(?:我|本助手)" + ChineseCannot + @"(?:提供|协助|满足|完成|撰写|生成|讨论)[^。\n“]*(?:请求|要求|内容|任务|这一?段|下一段|段落|话题)|(?:您|你)的(?:请求|要求|问题)[^。\n]*(?:违反|不符合)|作为(?:一个|一名|一款)?(?:AI|人工智能|(?:大型?)?语言模型)+(?:助手|模型)?[，,]\s*我)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, Timeout.Infinite)]
    private static partial Regex ChineseStatement();
}
