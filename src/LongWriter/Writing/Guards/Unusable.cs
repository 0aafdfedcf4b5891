using System.Text.RegularExpressions;
using LongWriter.Planning;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>Recognises answers that must not reach a document: empty ones, refusals, error pages, noise, the prompt said back. English and Chinese.</summary>
internal static partial class Unusable
{
    /// <summary>A refusal is short; a section that begins like one and goes on is a text.</summary>
    private const int LongestRefusal = 90;

    /// <param name="answer">The answer, cleaned of what stands around it.</param>
    /// <returns>What is wrong, or null for an answer that can be used.</returns>
    public static string? Find(string answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return "the answer was empty";
        }

        var words = WordCount.Of(answer);
        if (words < LongestRefusal && Refusal().IsMatch(answer))
        {
            return "the model refused";
        }

        if (ErrorText().IsMatch(answer))
        {
            return "the answer was an error message";
        }

        if (Prompt().IsMatch(answer) || answer.Split('\n').Count(line => PlanLines.Read(line).Steps.Count > 0) > 1)
        {
            return "the answer said the prompt back";
        }

        return IsNoise(answer) ? "the answer was no text" : null;
    }

    /// <summary>Whether most of it is neither letters nor spaces nor marks of a text.</summary>
    private static bool IsNoise(string answer)
    {
        var (text, broken) = (0, 0);
        foreach (var c in answer)
        {
            text += char.IsLetter(c) || char.IsWhiteSpace(c) ? 1 : 0;
            broken += c is '\uFFFD' || (char.IsControl(c) && !char.IsWhiteSpace(c)) ? 1 : 0;
        }

        return text < answer.Length / 2 || broken > 2 + (answer.Length / 100);
    }

    [GeneratedRegex(@"^[*_#>\s]{0,4}(?:(?:I['’]m|I\s+am|We['’]re|We\s+are)\s+(?:(?:very|so|really|truly)\s+)?(?:sorry|afraid|unable|not\s+able)\b|(?:Sorry|Apologies|My\s+apologies|Unfortunately)\b[,.]?\s+(?:but\s+)?(?:I|we|as\s+an|this|that|your)\b|I\s+(?:can['’]?t|cannot|can\s+not|won['’]?t|will\s+not|must\s+decline|must\s+refuse|don['’]t\s+feel\s+comfortable)\b|As\s+an?\s+(?:AI|artificial\s+intelligence|(?:large\s+)?language\s+model)\b|(?:非常|很|十分)?抱歉|(?:非常)?对不起|不好意思|我(?:无法|不能|没有办法|没办法)|作为(?:一个|一名|一款)?(?:AI|人工智能|(?:大型?)?语言模型))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Refusal();

    [GeneratedRegex(@"^\s*(?:<!DOCTYPE\b|<html\b|<\?xml\b|\{\s*""(?:error|detail|message|code|status)""\s*:|(?:Error|HTTP|Error\s+code)[:\s]+\d{3}\b|(?:Internal\s+Server\s+Error|Bad\s+Gateway|Service\s+Unavailable|Too\s+Many\s+Requests|Gateway\s+Time-?out|upstream\s+connect\s+error)\b|(?:服务器(?:内部)?错误|请求(?:过于频繁|超时)|系统繁忙))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 2000)]
    private static partial Regex ErrorText();

    [GeneratedRegex(@"We are writing a long text together, one (?:section|chapter) at a time|You are an excellent writing assistant\. I will give you|Write only the next section now, with a short heading|Please integrate the original writing instruction, writing steps|The last section above stops too early\. Go on|Read the last section above as its editor|An editor says of the last section above|I need you to help me break down the following long-form writing instruction", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Prompt();
}
