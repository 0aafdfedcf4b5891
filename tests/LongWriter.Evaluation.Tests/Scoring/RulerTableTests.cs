using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Scoring;

namespace LongWriter.Evaluation.Tests.Scoring;

public class RulerTableTests
{
    private static Prediction Wrote(string prompt, int asked, int words, string? stop = "stop", int sample = 0) =>
        new(prompt, "Popular Science", asked, string.Join(' ', Enumerable.Repeat("word", words)), words) { Id = prompt, Sample = sample, FinishReason = stop };

    [Fact]
    public void An_instruction_at_several_lengths_is_a_row()
    {
        var ruler = new Scorer().Score(
            [
                Wrote("Write a 1000-word China travel guide", 1000, 900),
                Wrote("Write a 2,000-word China travel guide", 2000, 1000),
                Wrote("Write a 2,000-word China travel guide", 2000, 1400, "length", sample: 1),
                Wrote("Write a 30k-word China travel guide", 30_000, 1200, null),
                Wrote("写一篇1000字的中国旅游指南", 1000, 10),
                Wrote("写一篇10000字的中国旅游指南", 10_000, 20),
                Wrote("Write 500 words on anything", 500, 5000),
            ],
            [],
            "test").Ruler!;

        Assert.Equal(["Write a {L}-word China travel guide", "写一篇{L}字的中国旅游指南"], ruler.Rows.Select(row => row.Instruction));
        Assert.Equal([(1000, 900.0), (2000, 1200), (30_000, 1200)], ruler.Rows[0].Cells.Select(cell => (cell.Asked, cell.Written)));
        Assert.Equal(new Dictionary<string, int> { ["length"] = 1, ["stop"] = 1 }, ruler.Rows[0].Cells[1].Stops);
        Assert.Equal(["unknown"], ruler.Rows[0].Cells[2].Stops.Keys);
        Assert.Equal(1400, ruler.Rows[0].Longest);
        Assert.Equal(1400, ruler.Longest);
    }

    [Fact]
    public void Prompts_of_one_length_each_are_no_ruler() => Assert.Null(new Scorer().Score([Wrote("Write 500 words", 500, 5), Wrote("Tell 600 words", 600, 5)], [], "test").Ruler);
}
