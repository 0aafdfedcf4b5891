using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Fakes;

/// <summary>
/// A model that plans in the paper's lines and writes sections of as many words as asked, times its habit, with noise and up to a cap:
/// paragraphs of sentences of words that never come back. Says how long it can write, not what.
/// </summary>
internal partial class CountingWriter(double habit = 1, double sigma = 0, int most = int.MaxValue, int planned = 400) : AnsweringClient
{
    private readonly Random _random = new(7);
    private int _word = 1000;

    /// <summary>Calls for sections, continuations among them.</summary>
    public int SectionCalls { get; private set; }

    public int Continuations { get; private set; }

    public List<string> Prompts { get; } = [];

    protected override string Answer(string prompt, long seed)
    {
        Prompts.Add(prompt);
        return prompt.StartsWith("Plan the chapters", StringComparison.Ordinal) ? Chapters(prompt)
            : prompt.StartsWith("Here is a finished chapter", StringComparison.Ordinal) ? $"Summary: {Words(60)}.\n\nLedger:\n- {Words(5)}\n- {Words(5)}"
            : prompt.Contains("The chapter to plan: ", StringComparison.Ordinal) ? Steps(int.Parse(Asked().Match(prompt).Groups["words"].Value, CultureInfo.InvariantCulture))
            : Asked().Match(prompt) is { Success: true } asked ? Section(int.Parse(asked.Groups["words"].Value, CultureInfo.InvariantCulture), prompt.Contains("stops too early", StringComparison.Ordinal))
            : Plan(prompt);
    }

    private string Plan(string prompt)
    {
        var target = int.Parse(Target().Match(prompt).Groups["words"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return Steps(target);
    }

    private string Steps(int target)
    {
        var steps = Math.Max(1, (int)Math.Round((double)target / planned));
        return string.Join('\n', Enumerable.Range(1, steps).Select(i => $"Paragraph {i} - Main Point: On {Words(2)} - Word Count: {target / steps} words"));
    }

    private string Chapters(string prompt)
    {
        var target = int.Parse(Target().Match(prompt).Groups["words"].Value.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return string.Join('\n', Enumerable.Range(1, target / 4000).Select(i => $"Chapter {i} - Main Point: On {Words(3)} - Word Count: 4000 words"));
    }

    private string Section(int asked, bool rest)
    {
        SectionCalls++;
        Continuations += rest ? 1 : 0;
        var noise = sigma == 0 ? 1 : Math.Exp(sigma * Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble()));
        var words = (int)Math.Clamp(Math.Round(asked * habit * noise), 3, most);
        var text = new StringBuilder();
        if (!rest)
        {
            text.Append(Words(2)).Append("\n\n");
            words -= 2;
        }

        for (var paragraph = 0; words > 0;)
        {
            var count = Math.Min(words, 8 + _random.Next(10));
            words -= count;
            paragraph += count;
            text.Append(Words(count)).Append('.').Append(paragraph > 70 ? "\n\n" : " ");
            paragraph = paragraph > 70 ? 0 : paragraph;
        }

        return text.ToString();
    }

    private string Words(int count)
    {
        var words = string.Join(' ', Enumerable.Range(0, count).Select(_ => Sample.Word(_word++)));
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    [GeneratedRegex(@"Word Count: (?<words>\d+) words\.?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Asked();

    [GeneratedRegex(@"(?<words>[\d,]+)[ -]words?\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 2000)]
    private static partial Regex Target();
}
