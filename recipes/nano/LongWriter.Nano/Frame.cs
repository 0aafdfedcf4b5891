using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Nano;

/// <summary>A sentence with slots and inline choices.</summary>
internal sealed partial class Frame(string text)
{
    public string Text => text;

    /// <summary>The slots it holds, e.g. "SPT".</summary>
    public string Slots { get; } = string.Concat(SlotPattern().Matches(text).Select(match => match.Groups[1].Value));

    public bool Has(char slot) => Slots.Contains(slot, StringComparison.Ordinal);

    /// <summary>Chooses among <c>[a|b|c]</c>, puts the values in, and begins with a capital.</summary>
    public string Fill(Func<string, string> value, Random random)
    {
        var chosen = ChoicePattern().Replace(text, match => Pick(match.Groups[1].Value.Split('|'), random));
        var filled = SlotPattern().Replace(chosen, match => value(match.Groups[1].Value));
        return Capital(filled);
    }

    public static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    private static string Capital(string sentence)
    {
        var at = 0;
        while (at < sentence.Length && !char.IsLetterOrDigit(sentence[at]))
        {
            at++;
        }

        return at < sentence.Length && char.IsLower(sentence[at])
            ? new StringBuilder(sentence) { [at] = char.ToUpperInvariant(sentence[at]) }.ToString()
            : sentence;
    }

    [GeneratedRegex(@"\{(?<1>\w)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SlotPattern();

    [GeneratedRegex(@"\[(?<1>[^\]\[]*)\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ChoicePattern();
}
