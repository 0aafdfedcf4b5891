using System.Globalization;
using System.Text.RegularExpressions;
using LongWriter.Text;

namespace LongWriter.Planning;

/// <summary>
/// Reads plans in the paper's line format, <c>Paragraph k - Main Point: … - Word Count: … words</c>, with the liberties models take:
/// bold, bullets, other dashes, "Section" for "Paragraph", a number without "words". Lines that are no steps are passed over.
/// </summary>
public static partial class PlanParser
{
    /// <exception cref="PlanException">No line of the text is a step, or the steps come to more words than any document has.</exception>
    public static Plan Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var steps = new List<PlanStep>();
        foreach (var line in text.Split('\n'))
        {
            var plain = line.Replace("*", "", StringComparison.Ordinal).Trim();
            if (StepLine().Match(plain) is { Success: true } match
                && int.TryParse(match.Groups["words"].Value.Replace(",", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var words)
                && words > 0
                && match.Groups["point"].Value.Trim(' ', '-', '–', '—', ':', '.') is { Length: > 0 } point)
            {
                steps.Add(new PlanStep(steps.Count + 1, point, words));
            }
        }

        if (steps.Count == 0)
        {
            throw new PlanException("the model's answer holds no line of the form 'Paragraph 1 - Main Point: … - Word Count: … words'", text);
        }

        return steps.Sum(step => (long)step.Words) <= TargetLength.Most
            ? new Plan(steps)
            : throw new PlanException($"the plan comes to more than {TargetLength.Most} words", text);
    }

    // Not backtracking: a model that falls into "1 - - - - -" must cost no more than the line is long.
    [GeneratedRegex(@"^[\s>#\-•]*(?:(?:Paragraph|Section|Step|Part)\s*)?\d+\s*[-–—:.)]+\s*(?:Main\s*Points?\s*[:：]\s*)?(?<point>.+?)\s*[-–—,;(]+\s*Word\s*Count\s*[:：]\s*(?:about|approximately|~)?\s*(?<words>\d{1,3}(?:,\d{3})+|\d{1,9})\b.*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 2000)]
    private static partial Regex StepLine();
}
