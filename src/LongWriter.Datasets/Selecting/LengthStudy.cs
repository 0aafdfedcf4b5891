using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;

namespace LongWriter.Datasets.Selecting;

/// <summary>
/// How long the texts are that people ask for: of all prompts that could be read, those that state each length, by language. The
/// paper counted the same over logs of users (section 1).
/// </summary>
public sealed class LengthStudy
{
    /// <summary>Where the ranges of words begin.</summary>
    private static readonly int[] s_from = [1, 500, 1000, 2000, 4000, 10_000, 20_000];

    private readonly SortedDictionary<string, long[]> _byLanguage = new(StringComparer.Ordinal);

    /// <summary>Prompts in all.</summary>
    public long Prompts => _byLanguage.Values.Sum(counts => counts.Sum());

    /// <summary>Prompts that state exactly one length.</summary>
    public long Stated => Ranges.Sum(range => range.Prompts);

    /// <summary>Ranges of stated lengths in rising order.</summary>
    public IReadOnlyList<LengthRange> Ranges => [.. s_from.Select((from, i) => new LengthRange(
        from,
        i + 1 < s_from.Length ? s_from[i + 1] : null,
        _byLanguage.Values.Sum(counts => counts[i + 1]),
        _byLanguage.ToDictionary(pair => pair.Key, pair => pair.Value[i + 1], StringComparer.Ordinal)))];

    /// <summary>Prompts that state no length, or more than one, by language.</summary>
    public IReadOnlyDictionary<string, long> Unstated => _byLanguage.ToDictionary(pair => pair.Key, pair => pair.Value[0], StringComparer.Ordinal);

    internal void Add(string language, int? length)
    {
        if (!_byLanguage.TryGetValue(language, out var counts))
        {
            _byLanguage[language] = counts = new long[s_from.Length + 1];
        }

        counts[length is { } words ? Array.FindLastIndex(s_from, from => words >= from) + 1 : 0]++;
    }

    /// <summary>A Markdown table: a line for each range, with its share of the prompts that state a length and of all.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Prompts:N0} prompts, {Stated:N0} of them ({Share(Stated, Prompts)}) state one length.").AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"| words asked for | prompts | of those that state one | of all |{string.Concat(_byLanguage.Keys.Select(language => $" {language} |"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"|---|---:|---:|---:|{string.Concat(_byLanguage.Keys.Select(_ => "---:|"))}");
        foreach (var range in Ranges)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"| {range.From:N0}{(range.Below is { } below ? $" to {below - 1:N0}" : " and more")} | {range.Prompts:N0} | {Share(range.Prompts, Stated)} | {Share(range.Prompts, Prompts)} |{string.Concat(range.ByLanguage.Select(pair => string.Create(CultureInfo.InvariantCulture, $" {pair.Value:N0} |")))}");
        }

        return text.Replace("\r\n", "\n").ToString();
    }

    private static string Share(long part, long whole) => (whole == 0 ? 0 : 100.0 * part / whole).ToString("0.00", CultureInfo.InvariantCulture) + "%";
}

/// <summary>Prompts that ask for a length within a range.</summary>
/// <param name="From">Words, the least.</param>
/// <param name="Below">Words that are too many already; null where there is no end.</param>
public sealed record LengthRange(int From, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Below, long Prompts, IReadOnlyDictionary<string, long> ByLanguage);
