namespace LongWriter.Evaluation.Scoring;

/// <summary>The bins of lengths asked for that LongBench-Write reports by, and one beyond.</summary>
/// <param name="Name">As tables show it.</param>
/// <param name="From">Words, the first that belongs to it.</param>
/// <param name="To">Words, the last that belongs to it.</param>
public sealed record LengthBin(string Name, int From, int To)
{
    public static IReadOnlyList<LengthBin> All { get; } =
    [
        new("[0,500)", 0, 499),
        new("[500,2k)", 500, 1999),
        new("[2k,4k)", 2000, 3999),
        new("[4k,20k]", 4000, 20_000),
        new("(20k,…)", 20_001, int.MaxValue),
    ];

    /// <summary>The bin of a length asked for, 0 or more.</summary>
    public static LengthBin Of(int asked) => All.First(bin => asked >= bin.From && asked <= bin.To);
}
