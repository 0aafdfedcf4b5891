using LongWriter.Datasets.Building;
using LongWriter.Datasets.Rows;
using LongWriter.Evaluation.Suites;
using LongWriter.Text;

namespace LongWriter.Datasets.Statistics;

/// <summary>Counts rows one at a time. Keeps sixteen bytes a row, for duplicates, and no text.</summary>
public sealed class RowStatistics
{
    private static readonly double[] s_shares = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 1];

    /// <summary>Where buckets of the histogram begin: about half an octave each, so that short and very long rows both show.</summary>
    private static readonly int[] s_begins = [0, 100, 250, 500, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 12000, 16000, 24000, 32000];

    private readonly SortedDictionary<int, long> _words = [];
    private readonly SortedDictionary<string, long> _languages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _types = new(StringComparer.Ordinal);
    private readonly HashSet<ulong> _instructions = [];
    private readonly HashSet<ulong> _rows = [];
    private long _bad;
    private long _stated;
    private long _duplicates;
    private long _repeatedInstructions;
    private long _looping;
    private double _scores;
    private double _repetition;

    /// <summary>Words of every answer, in rising order.</summary>
    public IReadOnlyList<int> AnswerWords => [.. _words.SelectMany(pair => Enumerable.Repeat(pair.Key, (int)pair.Value))];

    /// <summary>Counts a row that cannot be used.</summary>
    public void AddBad() => _bad++;

    public void Add(ChatRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (instruction, answer) = (row.Instruction, row.Answer);
        Count(_words, row.Words);
        Count(_languages, PromptLanguage.Of(instruction));
        Count(_types, row.Type ?? "");
        if (row.Length is { } length and > 0)
        {
            _stated++;
            _scores += LengthScore.Of(length, row.Words);
        }

        var asked = BareText.Hash(instruction);
        _repeatedInstructions += _instructions.Add(asked) ? 0 : 1;
        _duplicates += _rows.Add(BareText.Hash(answer, asked)) ? 0 : 1;
        var repeated = RepeatedSentences.Share(answer);
        _repetition += repeated;
        _looping += repeated > Recipe.MostRepeated ? 1 : 0;
    }

    public StatisticsReport ToReport()
    {
        var rows = _words.Values.Sum();
        var words = _words.Sum(pair => pair.Key * pair.Value);
        return new StatisticsReport(
            rows,
            _bad,
            words,
            rows == 0 ? 0 : (double)words / rows,
            rows == 0 ? new Dictionary<double, int>() : s_shares.ToDictionary(share => share, share => Quantile(share, rows)),
            Buckets(),
            _stated,
            _stated == 0 ? null : _scores / _stated,
            _languages,
            _types,
            _duplicates,
            _repeatedInstructions,
            rows == 0 ? 0 : _repetition / rows,
            _looping);
    }

    private static void Count<T>(SortedDictionary<T, long> counts, T value)
        where T : notnull => counts[value] = counts.GetValueOrDefault(value) + 1;

    /// <summary>The least number of words that this share of the rows does not exceed.</summary>
    private int Quantile(double share, long rows)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * rows));
        foreach (var (words, count) in _words)
        {
            rank -= count;
            if (rank <= 0)
            {
                return words;
            }
        }

        return _words.Keys.Last();
    }

    /// <summary>From the first bucket with a row to the last.</summary>
    private List<LengthBucket> Buckets()
    {
        var buckets = s_begins.Select((begin, i) => (begin, end: i + 1 < s_begins.Length ? s_begins[i + 1] : (int?)null))
            .Select(range => new LengthBucket(range.begin, range.end, _words.Where(pair => pair.Key >= range.begin && !(pair.Key >= range.end)).Sum(pair => pair.Value))).ToList();
        var last = buckets.FindLastIndex(bucket => bucket.Rows > 0);
        return [.. buckets.Take(last + 1).SkipWhile(bucket => bucket.Rows == 0)];
    }
}
