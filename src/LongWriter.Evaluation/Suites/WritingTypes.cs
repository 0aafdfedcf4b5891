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

    /// <summary>The names that the released LongWrite-Ruler has for four of them, in English rows as in Chinese ones.</summary>
    private static readonly Dictionary<string, string> s_chinese = new(StringComparer.Ordinal)
    {
        ["文学与创作"] = "Literature and Creative Writing",
        ["学术与专著"] = "Academic and Monograph",
        ["科普介绍"] = "Popular Science",
        ["社区论坛"] = "Community Forum",
    };

    /// <returns>One of <see cref="All"/> where a file's word for a type means one, else that word.</returns>
    public static string Of(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return s_chinese.GetValueOrDefault(type.Trim(), type.Trim());
    }
}
