using System.Text.RegularExpressions;
using LongWriter.Planning;
using LongWriter.Text;

namespace LongWriter.Writing.Guards;

/// <summary>Recognises answers that must not reach a document: empty ones, refusals, error pages, noise, the prompt said back. English and Chinese.</summary>
internal static partial class Unusable
{
    /// <summary>A notice that something went wrong is short; a section that begins like one and goes on is a text.</summary>
    private const int LongestNotice = 90;

    /// <param name="answer">The answer, cleaned of what stands around it.</param>
    /// <returns>What is wrong, or null for an answer that can be used.</returns>
    public static string? Find(string answer)
    {
        if (string.IsNullOrWhiteSpace(answer))
        {
            return "the answer was empty";
        }

        if (Refusal.Is(answer))
        {
            return "the model refused";
        }

        if (ErrorText().IsMatch(answer) || (WordCount.Of(answer) < LongestNotice && Notice().IsMatch(answer)))
        {
            return "the answer was an error message";
        }

        if (SaysPrompt(answer) || answer.Split('\n').Count(line => PlanLines.Read(line).Steps.Count > 0) > 1)
        {
            return "the answer said the prompt back";
        }

        return IsNoise(answer) ? "the answer was no text" : null;
    }

    /// <summary>Whether an answer holds sentences of the prompts.</summary>
    public static bool SaysPrompt(string answer) => Prompt().IsMatch(answer);

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

    [GeneratedRegex(@"^\s*(?:<!DOCTYPE\b|<html\b|<\?xml\b|\{\s*""(?:error|detail|message|code|status)""\s*:|(?:Error|HTTP|Error\s+code)[:\s]+\d{3}\b|(?:Internal\s+Server\s+Error|Bad\s+Gateway|Service\s+Unavailable|Too\s+Many\s+Requests|Gateway\s+Time-?out|upstream\s+connect\s+error)\b|(?:服务器(?:内部)?错误|请求(?:过于频繁|超时)|系统繁忙))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorText();

    [GeneratedRegex(@"^[\s\[(*_#]*(?:(?:API\s+)?Rate\s+limit|An?\s+(?:\w+\s+){0,2}error\s+(?:has\s+)?occurred|(?:The\s+)?(?:server|service|model|engine|system)\s+is\s+(?:currently\s+|temporarily\s+)?(?:overloaded|unavailable|busy|down|not\s+available)|(?:The\s+)?(?:request|connection)\s+(?:has\s+)?(?:timed\s+out|failed|was\s+(?:refused|reset|closed))|Something\s+went\s+wrong|ERROR\s*[\]:]|Traceback\s+\(most\s+recent|(?:null|undefined|None|NaN|N/A|\[object\s+Object\])\s*$|(?:网络|系统|内部|未知|服务)(?:错误|异常)|服务(?:暂时)?不可用|(?:连接|请求)(?:超时|失败)|(?:出现|发生)(?:了)?(?:错误|异常))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Notice();

    [GeneratedRegex(@"We are writing a long text together, one (?:section|chapter) at a time|You are an excellent writing assistant\. I will give you|Write only the next section now, with a short heading|Please integrate the original writing instruction, writing steps|The last section above stops too early\. Go on|Read the last section above as its editor|An editor says of the last section above|Plan a long text, section by section, for this|Plan the (?:chapters of a long text|sections of the next chapter only)|Here is a finished chapter of a long text that|Sum it up for whoever writes the next|I need you to help me break down the following long-form writing instruction", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Prompt();
}
