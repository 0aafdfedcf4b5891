using LongWriter.Fakes;

namespace LongWriter.Datasets.Statistics;

public class RowStatisticsTests
{
    [Fact]
    public void Lengths_are_counted_in_buckets_and_quantiles()
    {
        var report = Of([.. Enumerable.Range(1, 100).Select(i => (20 * i, "Write"))]);

        Assert.Equal((100, 101_000, 1010.0), (report.Rows, report.TotalWords, report.MeanWords));
        Assert.Equal([20, 200, 500, 1000, 1500, 1800, 2000], report.Quantiles.OrderBy(pair => pair.Key).Select(pair => pair.Value));
        Assert.Equal(["0–99 4", "100–249 8", "250–499 12", "500–999 25", "1,000–1,499 25", "1,500–1,999 25", "2,000–2,999 1"], report.Lengths.Select(bucket => $"{StatisticsText.Range(bucket)} {bucket.Rows}"));
    }

    [Fact]
    public void Stated_lengths_are_scored()
    {
        var report = Of((200, "Write 200 words"), (100, "Write 200 words on mud"), (100, "Write"));

        Assert.Equal((2, 75.0), (report.StatedLengths, report.MeanLengthScore));
    }

    [Fact]
    public void Duplicates_are_told_whatever_their_case_and_marks()
    {
        var statistics = new RowStatistics();
        statistics.Add(SampleRows.Chat("Write on mud!", "Mud is wet."));
        statistics.Add(SampleRows.Chat("write on MUD", "mud is wet"));
        statistics.Add(SampleRows.Chat("Write on mud", "Mud is dry."));
        statistics.Add(SampleRows.Chat("写一篇关于泥的文章", "泥是湿的。"));

        var report = statistics.ToReport();

        Assert.Equal((1, 2), (report.Duplicates, report.RepeatedInstructions));
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["en"] = 3, ["zh"] = 1 }, report.Languages.ToDictionary());
    }

    [Fact]
    public void Repetition_is_the_share_of_sentences_that_stood_before()
    {
        var sentence = string.Join(' ', Enumerable.Range(1, 9).Select(Sample.Word)) + ". ";
        var other = string.Join(' ', Enumerable.Range(50, 9).Select(Sample.Word)) + ". ";

        Assert.Equal(0, RepeatedSentences.Share(sentence + other));
        Assert.Equal(0.5, RepeatedSentences.Share(sentence + sentence.ToUpperInvariant() + other + sentence), 3);
        Assert.Equal(0, RepeatedSentences.Share("No. No. No. No."));
        Assert.Equal(0, RepeatedSentences.Share(""));
    }

    [Fact]
    public void A_set_without_rows_has_a_report()
    {
        var report = Of();

        Assert.Equal((0, 0.0), (report.Rows, report.MeanWords));
        Assert.Contains("rows            0", StatisticsText.Of(report), StringComparison.Ordinal);
        Assert.Contains("</html>", StatisticsHtml.Of(report, "empty"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_shows_what_a_file_says_as_text()
    {
        var statistics = new RowStatistics();
        statistics.Add(SampleRows.Chat("Write", "a b") with { Type = "<script>alert(1)</script>" });

        var page = StatisticsHtml.Of(statistics.ToReport(), "a<b>.jsonl");

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)", page, StringComparison.Ordinal);
        Assert.Contains("<h1>a&lt;b&gt;.jsonl</h1>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The old mill stands beside the river", 1)]
    [InlineData("THE MILL, and a river. Beside? Stands!", 1)]
    [InlineData("A mill and nothing else", 0.25)]
    [InlineData("", 0)]
    public void Coverage_is_the_share_of_a_points_words_that_a_text_holds(string text, double expected) =>
        Assert.Equal(expected, PlanCoverage.Of(["The mill stands beside the river"], text));

    [Fact]
    public void Coverage_of_Chinese_goes_by_pairs_of_characters()
    {
        Assert.Equal(1, PlanCoverage.Of(["古老的桥"], "那座古老的桥还在"));
        Assert.Equal(0, PlanCoverage.Of(["古老的桥"], "河水上涨"));
        Assert.Equal(1, PlanCoverage.Of(["of it"], "nothing to hold"));
    }

    private static StatisticsReport Of(params (int Words, string Instruction)[] rows)
    {
        var statistics = new RowStatistics();
        foreach (var (words, instruction) in rows)
        {
            statistics.Add(SampleRows.Chat(instruction, $"{instruction} {words}") with { Words = words });
        }

        return statistics.ToReport();
    }
}
