using System.Globalization;
using System.Text.RegularExpressions;

namespace LongWriter.Text;

/// <summary>Reads the length asked for from an instruction: "10,000-word", "2000 words", "5k words". What cannot be read is unknown, never guessed.</summary>
public static partial class TargetLength
{
    /// <summary>More words than any document has: numbers above are misreadings, and sums of them stay far from overflow.</summary>
    public const int Most = 10_000_000;

    /// <returns>Words asked for, or null where the instruction states no length or more than one.</returns>
    public static int? Read(string instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var found = Stated().Matches(instruction).Select(match =>
        {
            var number = double.Parse(match.Groups["number"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
            return number * (match.Groups["thousand"].Success ? 1000 : 1);
        }).Where(words => words is >= 1 and <= Most).Distinct().ToList();
        return found.Count == 1 ? (int)found[0] : null;
    }

    [GeneratedRegex(@"(?<![\d.,\w])(?<number>\d{1,3}(?:,\d{3})+|\d{1,8}(?:\.\d{1,2})?)(?<thousand>\s?k)?[\s-]{0,2}words?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Stated();
}
