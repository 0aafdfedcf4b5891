using System.Text;
using System.Text.RegularExpressions;

namespace LongWriter.Nano;

/// <summary>
/// Tells the sentences of a text that are whole from those in which the model lost its thread: whole is what one of the bank's frames
/// gives with some words in its slots. What the slots hold is not judged.
/// </summary>
internal sealed partial class FrameMatch
{
    /// <summary>Sentences of a frame, at the most: question, answer and what is done beside them.</summary>
    private const int MostSentences = 4;

    /// <summary>What a slot holds: a subject of seven words is the longest.</summary>
    private const string Phrase = @"[\w'’-]+(?: [\w'’-]+){0,6}";

    private const string Number = @"\w+(?: hundred)?";

    /// <summary>Frames by the rarest of their own words: a sentence is tried against those whose word it holds.</summary>
    private readonly ILookup<string, Lazy<Regex>> _frames;

    public FrameMatch(Bank bank)
    {
        var frames = bank.Frames.Select(entry => (entry.Frame.Text, Words: OwnWords(entry.Frame.Text))).ToList();
        var times = frames.SelectMany(frame => frame.Words).CountBy(word => word, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        _frames = frames.ToLookup(frame => frame.Words.MinBy(word => times[word]) ?? "", frame => new Lazy<Regex>(() => Pattern(frame.Text)), StringComparer.Ordinal);
    }

    /// <returns>All sentences of the texts, and those that no frame gives. Several that one frame gives count as one.</returns>
    public (int All, IReadOnlyList<string> Off) Find(IEnumerable<string> texts)
    {
        var (all, off) = (0, new List<string>());
        foreach (var paragraph in texts.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)))
        {
            var parts = SentenceEnd().Split(paragraph);
            for (var at = 0; at < parts.Length; all++)
            {
                var whole = Enumerable.Range(1, Math.Min(MostSentences, parts.Length - at)).FirstOrDefault(count => IsWhole(string.Join(' ', parts, at, count)));
                if (whole == 0)
                {
                    off.Add(parts[at]);
                }

                at += Math.Max(1, whole);
            }
        }

        return (all, off);
    }

    private bool IsWhole(string sentence) => TextMeasures.Words(sentence).Distinct(StringComparer.Ordinal).Append("").Any(word => _frames[word].Any(frame => frame.Value.IsMatch(sentence)));

    private static string[] OwnWords(string frame) => [.. TextMeasures.Words(Slot().Replace(frame, " ")).Distinct(StringComparer.Ordinal)];

    private static Regex Pattern(string frame)
    {
        var pattern = new StringBuilder(@"\A");
        var from = 0;
        foreach (Match slot in Slot().Matches(frame))
        {
            pattern.Append(Regex.Escape(frame[from..slot.Index]));
            pattern.Append(slot.Value[0] == '[' ? $"(?:{string.Join('|', slot.Value[1..^1].Split('|').Select(Inner))})" : Filled(slot.Value));
            from = slot.Index + slot.Length;
        }

        return new Regex(pattern.Append(Regex.Escape(frame[from..])).Append(@"\z").ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Timeout.InfiniteTimeSpan);
    }

    private static string Inner(string choice) => string.Concat(Slot().Split(choice).Zip(Slot().Matches(choice).Select(slot => Filled(slot.Value)).Append(""), (text, slot) => Regex.Escape(text) + slot));

    private static string Filled(string slot) => slot is "{n}" or "{N}" ? Number : Phrase;

    [GeneratedRegex(@"\{\w\}|\[[^\]\[]*\]", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex Slot();

    [GeneratedRegex(@"(?<=[.!?][""”]?)\s+(?=[A-Z""“])", RegexOptions.CultureInvariant, Timeout.Infinite)]
    private static partial Regex SentenceEnd();
}
