using System.Text.RegularExpressions;

namespace LongWriter.Datasets.Statistics;

/// <summary>How much of what was to be said a text says, as far as its words tell.</summary>
public static partial class PlanCoverage
{
    /// <summary>Latin words that are shorter mean little.</summary>
    private const int LeastLetters = 4;

    /// <param name="points">Main points of a plan; or the instruction, where there is none.</param>
    /// <returns>The mean over the points of the share of their words (Chinese: pairs of characters) that the text holds, 0 to 1; 1 where no point has any.</returns>
    public static double Of(IEnumerable<string> points, string text)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(text);
        var held = Words(text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return points.Select(point => Words(point).ToHashSet(StringComparer.OrdinalIgnoreCase)).Where(words => words.Count > 0)
            .Select(words => (double)words.Count(held.Contains) / words.Count).DefaultIfEmpty(1).Average();
    }

    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var match in Word().EnumerateMatches(text))
        {
            if (text[match.Index] < '\u4E00')
            {
                if (match.Length >= LeastLetters)
                {
                    words.Add(text.Substring(match.Index, match.Length));
                }

                continue;
            }

            for (var i = match.Index; i + 1 < match.Index + match.Length; i++)
            {
                words.Add(text.Substring(i, 2));
            }
        }

        return words;
    }

    [GeneratedRegex(@"[\u4E00-\u9FFF]+|[A-Za-z\u00C0-\u024F]+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}
