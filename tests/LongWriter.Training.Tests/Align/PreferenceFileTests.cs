using LongWriter.Formats;
using LongWriter.Training.Align;

namespace LongWriter.Training.Tests.Align;

public sealed class PreferenceFileTests
{
    private const string Texts = """{"prompt": "ask", "chosen": " ba be", "rejected": " bi"}""";

    [Theory]
    [InlineData("""{"prompt": [{"role": "user", "content": "ask"}], "chosen": [{"role": "assistant", "content": " ba be"}], "rejected": " bi"}""")]
    [InlineData("""{"chosen": [{"role": "user", "content": "ask"}, {"role": "assistant", "content": " ba be"}], "rejected": [{"role": "user", "content": "ask"}, {"role": "assistant", "content": " bi"}]}""")]
    [InlineData("""{"prompt": "ask", "chosen": [{"role": "user", "content": "ask"}, {"role": "assistant", "content": " ba be"}], "rejected": " bi", "score": 3}""")]
    public void All_forms_of_a_row_are_the_same_pair(string row)
    {
        using var folder = new TestFolder();
        var pairs = Read(folder, Texts, "", row);
        Assert.Equal([0, 2], pairs.Select(pair => pair.Line));
        Assert.Equal(pairs[0].Chosen.Ids, pairs[1].Chosen.Ids);
        Assert.Equal(pairs[0].Chosen.Learn, pairs[1].Chosen.Learn);
        Assert.Equal(pairs[0].Rejected.Ids, pairs[1].Rejected.Ids);
    }

    [Fact]
    public void The_answer_and_its_end_are_targets_and_the_prompt_is_not()
    {
        using var folder = new TestFolder();
        var pair = Assert.Single(Read(folder, Texts));
        Assert.Equal((3, 2), (pair.Chosen.Targets, pair.Rejected.Targets));
        Assert.All(pair.Chosen.Learn[^3..], Assert.True);
        var prompt = pair.Chosen.Ids.Length - 3;
        Assert.Equal(pair.Chosen.Ids[..prompt], pair.Rejected.Ids[..prompt]);
        Assert.Equal(pair.Chosen.Length + pair.Rejected.Length, pair.Length);
    }

    [Theory]
    [InlineData("""{"prompt": "ask", "chosen": "yes"}""")]
    [InlineData("""{"chosen": "yes", "rejected": "no"}""")]
    [InlineData("""{"prompt": "ask", "chosen": 3, "rejected": "no"}""")]
    [InlineData("""{"prompt": "ask", "chosen": [{"role": "user", "content": "x"}], "rejected": "no"}""")]
    [InlineData("broken")]
    public void A_broken_row_is_named_by_file_and_line(string row)
    {
        using var folder = new TestFolder();
        var error = Assert.Throws<ModelFileException>(() => Read(folder, Texts, row));
        Assert.Contains("pairs.jsonl: line 2 is no preference row", error.Message, StringComparison.Ordinal);
    }

    private static List<PreferencePair> Read(TestFolder folder, params string[] rows) =>
        [.. new PreferenceFile(folder.Lines("pairs.jsonl", rows), Tiny.Tokenizer).Read(0).Select(row => row.Pair)];
}
