using LongWriter.Datasets.Rows;
using LongWriter.Text;

namespace LongWriter.Datasets.Statistics;

/// <summary>What a file of preference pairs is like.</summary>
/// <param name="Rows">Pairs that can be used.</param>
/// <param name="BadRows">Rows that cannot.</param>
/// <param name="LongerChosen">Pairs whose better answer has more words: where it is most of them, a model can learn to write long in place of well.</param>
/// <param name="Chosen">The better answers, as a data set of their own.</param>
/// <param name="Rejected">The worse ones.</param>
public sealed record PairReport(long Rows, long BadRows, long LongerChosen, StatisticsReport Chosen, StatisticsReport Rejected);

/// <summary>Counts pairs one at a time. Keeps thirty-two bytes a pair and no text.</summary>
public sealed class PairStatistics
{
    private readonly RowStatistics _chosen = new();
    private readonly RowStatistics _rejected = new();
    private long _rows;
    private long _bad;
    private long _longer;

    /// <summary>Words of every answer, the better ones first.</summary>
    public IReadOnlyList<int> AnswerWords => [.. _chosen.AnswerWords, .. _rejected.AnswerWords];

    /// <summary>Counts a row that cannot be used.</summary>
    public void AddBad() => _bad++;

    public void Add(PreferenceRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var (chosen, rejected) = (Chat(row, row.Chosen), Chat(row, row.Rejected));
        _rows++;
        _longer += chosen.Words > rejected.Words ? 1 : 0;
        _chosen.Add(chosen);
        _rejected.Add(rejected);
    }

    public PairReport ToReport() => new(_rows, _bad, _longer, _chosen.ToReport(), _rejected.ToReport());

    private static ChatRow Chat(PreferenceRow row, IReadOnlyList<Turn> answer) =>
        new([.. row.Prompt, .. answer]) { Length = TargetLength.Read(row.Prompt[^1].Content), Words = WordCount.Of(answer[^1].Content) };
}
