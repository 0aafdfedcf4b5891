namespace LongWriter.Evaluation.Reports;

/// <summary>Results that the paper gives for LongBench-Write: those that were checked against it, and no others.</summary>
internal static class PublishedResults
{
    public static ReportSection Section { get; } = new(
        "Published results",
        "LongBench-Write, as the LongWriter paper states them (arXiv 2408.07055), judged by gpt-4o-2024-05-13. A dash stands for a figure that was not checked against the paper, not for zero. A run here compares with them only on the same suite, under the same judge and prompt.",
        [
            new ReportTable("", 1, ["Model", "S̄", "S_l", "S_q"],
            [
                ["LongWriter-9B-DPO", "84.0", "–", "–"],
                ["Claude 3.5 Sonnet", "80.7", "–", "–"],
                ["LongWriter-9B", "80.5", "78.6", "82.3"],
                ["GLM-4-9B-chat", "68.3", "–", "–"],
                ["Trained as LongWriter-9B, without LongWriter-6k", "–", "48.1", "77.1"],
            ]),
        ],
        []);
}
