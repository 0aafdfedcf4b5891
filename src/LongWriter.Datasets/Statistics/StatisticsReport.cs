namespace LongWriter.Datasets.Statistics;

/// <summary>Rows whose answer has so many words.</summary>
/// <param name="From">The least words of it.</param>
/// <param name="To">One more than the most; null for the last.</param>
public sealed record LengthBucket(int From, int? To, long Rows);

/// <summary>What a data set is like.</summary>
/// <param name="Rows">Rows that can be used.</param>
/// <param name="BadRows">Rows that cannot.</param>
/// <param name="TotalWords">Words of all answers.</param>
/// <param name="MeanWords">Of an answer; 0 without rows.</param>
/// <param name="Quantiles">Words of an answer at these shares of the rows: 0 is the shortest, 1 the longest.</param>
/// <param name="Lengths">The histogram of answers by words.</param>
/// <param name="StatedLengths">Rows whose instruction states exactly one length.</param>
/// <param name="MeanLengthScore">Their mean S_l, 0 to 100; null without any.</param>
/// <param name="Languages">Rows by the language of the instruction.</param>
/// <param name="Types">Rows by the kind of writing; "" where it is not known.</param>
/// <param name="Duplicates">Rows whose instruction and answer both stood before, case, marks and spaces aside.</param>
/// <param name="RepeatedInstructions">Rows whose instruction stood before.</param>
/// <param name="MeanRepetition">Mean share of sentences of an answer that stood before in it, 0 to 1.</param>
/// <param name="Looping">Rows where that share is above a fifth.</param>
public sealed record StatisticsReport(
    long Rows,
    long BadRows,
    long TotalWords,
    double MeanWords,
    IReadOnlyDictionary<double, int> Quantiles,
    IReadOnlyList<LengthBucket> Lengths,
    long StatedLengths,
    double? MeanLengthScore,
    IReadOnlyDictionary<string, long> Languages,
    IReadOnlyDictionary<string, long> Types,
    long Duplicates,
    long RepeatedInstructions,
    double MeanRepetition,
    long Looping);
