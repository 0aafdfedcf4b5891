using LongWriter.Evaluation.Scoring;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Scoring;

public sealed class PredictionFileTests : IDisposable
{
    private const string Good = """{"prompt": "Write", "type": "News Report", "length": 10, "response": "one two", "response_length": 2}""";

    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    private PredictionFile File(params string[] lines) => new(_temp.Write("pred.jsonl", string.Join('\n', lines)));

    [Fact]
    public void Rows_of_the_released_scripts_are_taken_and_their_line_is_their_name()
    {
        var file = File(Good, "", Good.Replace("Write", "写", StringComparison.Ordinal).Replace("10", "20", StringComparison.Ordinal));

        var rows = file.Read().ToList();

        Assert.Equal([1, 3], rows.Select(row => row.Line));
        Assert.Equal(["1", "3"], rows.Select(row => row.Prediction.Id));
        Assert.Equal("one two", rows[0].Prediction.Response);
        Assert.Equal(2, rows[0].Prediction.ResponseLength);
        Assert.Empty(file.Broken);
    }

    [Fact]
    public void Rows_of_one_prompt_are_samples_of_one_item()
    {
        var rows = File(Good, Good.Replace("10", "20", StringComparison.Ordinal), Good).Read().Select(row => (row.Prediction.Id, row.Prediction.Sample));

        Assert.Equal([("1", 0), ("2", 0), ("1", 1)], rows);
    }

    [Theory]
    [InlineData("{", "broken")]
    [InlineData("no json", "no JSON object")]
    [InlineData("[1]", "JSON object")]
    [InlineData("null", "null")]
    [InlineData("""{"prompt": "p", "type": "t", "length": 10}""", "has no response, response_length")]
    [InlineData("""{"prompt": "p", "type": "t", "length": "ten", "response": "", "response_length": 0}""", "length is not")]
    [InlineData("""{"prompt": "p", "type": "t", "length": 10, "response": null, "response_length": 0}""", "response")]
    [InlineData("""{"prompt": "p", "type": "t", "length": 0, "response": "", "response_length": 0}""", "asks for 0 words")]
    [InlineData("""{"prompt": "p", "type": "t", "length": 1, "response": "", "response_length": -1}""", "response_length is -1")]
    public void Broken_lines_are_located_and_the_others_taken(string line, string problem)
    {
        var file = File(Good, line, Good);

        Assert.Equal([1, 3], file.Read().Select(row => row.Line));
        var broken = Assert.Single(file.Broken);
        Assert.Equal(2, broken.Line);
        Assert.Contains(problem, broken.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("LongWriter", broken.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", broken.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told()
    {
        var e = Assert.Throws<EvaluationFileException>(() => new PredictionFile(_temp["none.jsonl"]).Read().ToList());

        Assert.Contains("none.jsonl", e.Message, StringComparison.Ordinal);
    }
}
