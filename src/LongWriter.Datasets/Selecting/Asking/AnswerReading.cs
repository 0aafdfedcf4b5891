using System.Text.RegularExpressions;

namespace LongWriter.Datasets.Selecting.Asking;

/// <summary>What a selector says of a prompt.</summary>
internal enum SelectorAnswer
{
    /// <summary>It needs a long text.</summary>
    Yes,

    /// <summary>It does not.</summary>
    No,

    /// <summary>Neither could be read.</summary>
    Unclear,
}

/// <summary>Reads yes or no from what a model says, in English or Chinese, with fences, reasons and thoughts around it; never guesses.</summary>
internal static partial class AnswerReading
{
    public static SelectorAnswer Of(string text)
    {
        // What a model thinks before it answers is no answer; thoughts without an end never came to one.
        var thought = text.LastIndexOf("</think>", StringComparison.OrdinalIgnoreCase);
        text = thought >= 0 ? text[(thought + "</think>".Length)..] : text;
        if (text.Contains("<think>", StringComparison.OrdinalIgnoreCase))
        {
            return SelectorAnswer.Unclear;
        }

        var words = Word().Matches(text);
        return words.Count == 0 ? SelectorAnswer.Unclear
            : words.All(word => IsYes(word) == IsYes(words[0])) || Stands(text[..words[0].Index]) ? Read(words[0])
            : Stands(text[(words[^1].Index + words[^1].Length)..]) ? Read(words[^1])
            : SelectorAnswer.Unclear;
    }

    /// <summary>Whether there are no letters beside a word: it opens or ends the answer.</summary>
    private static bool Stands(string beside) => !beside.Any(char.IsLetterOrDigit);

    private static SelectorAnswer Read(Match word) => IsYes(word) ? SelectorAnswer.Yes : SelectorAnswer.No;

    private static bool IsYes(Match word) => word.Value is "是" or "需要" || word.Value.Equals("yes", StringComparison.OrdinalIgnoreCase) || word.Value.Equals("true", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"不是|不需要|无需|否|需要|是|(?<![A-Za-z])(?:yes|no|true|false)(?![A-Za-z])", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Word();
}
