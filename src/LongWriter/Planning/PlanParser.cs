using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter.Planning;

/// <summary>
/// Reads plans in the paper's line format, <c>Paragraph k - Main Point: … - Word Count: … words</c>, with the liberties models take:
/// bold, bullets, other dashes, "Section" for "Paragraph", a number without "words". Lines that are no steps are passed over.
/// </summary>
public static partial class PlanParser
{
    /// <exception cref="PlanException">No line of the text is a step.</exception>
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

        return steps.Count > 0
            ? new Plan(steps)
            : throw new PlanException("the model's answer holds no line of the form 'Paragraph 1 - Main Point: … - Word Count: … words'", text);
    }

    [GeneratedRegex(@"^[\s>#\-•]*(?:(?:Paragraph|Section|Step|Part)\s*)?\d+\s*[-–—:.)]+\s*(?:Main\s*Points?\s*[:：]\s*)?(?<point>.+?)\s*[-–—,;(]+\s*Word\s*Count\s*[:：]\s*(?:about|approximately|~)?\s*(?<words>\d[\d,]{0,8})\b.*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex StepLine();
}
