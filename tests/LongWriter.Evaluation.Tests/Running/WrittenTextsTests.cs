using LongWriter.Evaluation.Running;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Running;

public sealed class WrittenTextsTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Texts_are_read_in_any_order_also_those_longer_than_a_block_and_what_comes_later_is_not_in_the_way()
    {
        string[] texts = ["one", new string('桥', 100_000), "", "last \u2028 \"quoted\""];
        using var folder = Folder(texts);
        using var read = folder.OpenTexts();
        folder.AppendPrediction(new Prediction("later", "News Report", 10, "later", 1) { Id = "9" });

        Assert.Equal(texts.Length + 1, folder.CountPredictions());
        foreach (var line in (int[])[4, 2, 1, 3, 2])
        {
            Assert.Equal(texts[line - 1], read.Of(line));
        }
    }

    [Fact]
    public void A_line_that_is_damaged_is_told_by_its_place_and_an_empty_file_has_none()
    {
        using var folder = Folder("one", "two");
        var path = Path.Combine(folder.Path, "predictions.jsonl");
        var lines = File.ReadAllLines(path);
        File.WriteAllText(path, $"{lines[0]}\n{{{lines[1]}\n");
        using var read = folder.OpenTexts();

        Assert.Equal("one", read.Of(1));
        Assert.Contains("line 2 is damaged", Assert.Throws<EvaluationFileException>(() => read.Of(2)).Message, StringComparison.Ordinal);

        using var nothing = Folder();
        using var none = nothing.OpenTexts();
        Assert.Equal(0, nothing.CountPredictions());
    }

    private EvaluationFolder Folder(params string[] texts)
    {
        var suite = new Suite("own", "5a17", [new SuiteItem("1", "Write", "News Report", 10)]);
        var folder = EvaluationFolder.CreateOrResume(_root[$"run-{texts.Length}"], new RunInfo(RunInfo.Current, "own", "5a17", "nano", "direct", 1, 7), suite);
        foreach (var (i, text) in texts.Index())
        {
            folder.AppendPrediction(new Prediction("Write", "News Report", 10, text, 1) { Id = $"{i}" });
        }

        return folder;
    }
}
