namespace LongWriter.Evaluation.Suites;

/// <summary>The seven kinds of writing of LongBench-Write (paper, section 4.1), by the names its English rows have.</summary>
public static class WritingTypes
{
    public static IReadOnlyList<string> All { get; } =
    [
        "Literature and Creative Writing",
        "Academic and Monograph",
        "Popular Science",
        "Functional Writing",
        "News Report",
        "Community Forum",
        "Education and Training",
    ];
}
