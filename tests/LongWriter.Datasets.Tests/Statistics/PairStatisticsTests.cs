using LongWriter.Datasets.Rows;

namespace LongWriter.Datasets.Statistics;

public class PairStatisticsTests
{
    [Fact]
    public void Both_sides_are_counted_apart_and_how_often_the_longer_one_is_chosen()
    {
        var statistics = new PairStatistics();
        statistics.Add(Pair("Write 4 words", "one two three four", "one two"));
        statistics.Add(Pair("Write 2 words on mud", "mud dries", "mud is wet and never dries"));
        statistics.AddBad();

        var report = statistics.ToReport();

        Assert.Equal((2, 1, 1), (report.Rows, report.BadRows, report.LongerChosen));
        Assert.Equal((6, 8), (report.Chosen.TotalWords, report.Rejected.TotalWords));
        Assert.Equal((2, 100.0), (report.Chosen.StatedLengths, report.Chosen.MeanLengthScore));
        Assert.True(report.Rejected.MeanLengthScore < 100);
        Assert.StartsWith("pairs           2 and 1 that cannot be used (longwriter data check says why)\nlonger chosen   1 (50%)\n\nchosen\nrows            2\nwords           6, 3 a row\n", StatisticsText.Of(report), StringComparison.Ordinal);
        Assert.Contains("\nrejected\nrows            2\nwords           8, 4 a row\n", StatisticsText.Of(report), StringComparison.Ordinal);
        Assert.Contains("<h2>Rejected · Words of the answers</h2>", StatisticsHtml.Of(report, "p"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_pair_there_is_a_report_all_the_same() =>
        Assert.StartsWith("pairs           0\nlonger chosen   0\n", StatisticsText.Of(new PairStatistics().ToReport()), StringComparison.Ordinal);

    private static PreferenceRow Pair(string prompt, string chosen, string rejected) => new([new Turn(Turn.User, prompt)], [new Turn(Turn.Assistant, chosen)], [new Turn(Turn.Assistant, rejected)]);
}
