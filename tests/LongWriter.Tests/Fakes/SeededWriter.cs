using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Fakes;

/// <summary>
/// A model whose every answer is drawn from its prompt and seed alone, like a real one with a fixed seed: whoever asks the same twice gets the same, and
/// whoever asks anything else gets something else.
/// </summary>
internal sealed partial class SeededWriter : AnsweringClient
{
    /// <summary>What was asked, by prompt and seed.</summary>
    public List<(string Prompt, long Seed)> Calls { get; } = [];

    protected override string Answer(string prompt, long seed)
    {
        Calls.Add((prompt, seed));
        return Draw(prompt, new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {prompt}")))));
    }

    private static string Draw(string prompt, Random random)
    {
        var words = int.Parse(Count().Matches(prompt)[^1].Groups["words"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        if (prompt.StartsWith("Plan the chapters", StringComparison.Ordinal))
        {
            return string.Join('\n', Enumerable.Range(1, 5).Select(i => $"Chapter {i} - Main Point: On {Words(random, 3)} - Word Count: 4000 words"));
        }

        if (prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal))
        {
            return $"Summary: {Words(random, 60)}.\n\nLedger:\n- {Words(random, 5)}";
        }

        if (prompt.StartsWith("Plan a long text", StringComparison.Ordinal) || prompt.Contains("The chapter to plan: ", StringComparison.Ordinal))
        {
            words = prompt.StartsWith("Plan a long text", StringComparison.Ordinal) ? int.Parse(Count().Match(prompt).Groups["words"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) : words;
            return string.Join('\n', Enumerable.Range(1, Math.Max(1, words / 500)).Select(i => $"Paragraph {i} - Main Point: On {Words(random, 3)} - Word Count: {random.Next(400, 600)} words"));
        }

        var text = new StringBuilder(Words(random, 3)).Append("\n\n");
        for (var left = (int)(words * (0.5 + random.NextDouble())); left > 0;)
        {
            var count = Math.Min(left, random.Next(8, 18));
            text.Append(Words(random, count)).Append(random.Next(5) == 0 ? ".\n\n" : ". ");
            left -= count;
        }

        return text.ToString();
    }

    private static string Words(Random random, int count)
    {
        var words = string.Join(' ', Enumerable.Range(0, count).Select(_ => Sample.Word(random.Next(1_000_000))));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(@"(?<words>[\d,]+)[ -]words?\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Count();
}
