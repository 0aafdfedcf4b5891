using System.Text.Json;
using System.Text.Json.Nodes;
using LongWriter.Formats;
using LongWriter.Training.Handoff;

namespace LongWriter.Training.Tests.Handoff;

public sealed class JobDataTests
{
    private const string Pair = """{"prompt": "q", "chosen": "good", "rejected": "bad"}""";
    private const string WholePair = """{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "good"}], "rejected": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "bad"}]}""";

    [Fact]
    public void A_chat_becomes_prompt_and_completion()
    {
        var row = One(Jobs.Sft, """{"messages": [{"role": "system", "content": "be"}, {"role": "user", "content": " a\u200b "}, {"role": "assistant", "content": "\u957f\ufeff b\n"}], "id": 5}""");
        Same("""{"prompt": [{"role": "system", "content": "be"}, {"role": "user", "content": "a"}], "completion": [{"role": "assistant", "content": "长 b"}]}""", row);
    }

    [Fact]
    public void Prose_stays_as_it_is_but_for_characters_without_width() => Same("""{"text": " a b"}""", One(Jobs.Sft, """{"text": " a\u200d b"}"""));

    [Theory]
    [InlineData(Pair)]
    [InlineData(WholePair)]
    public void A_pair_has_one_prompt_and_two_answers(string line) => Same(
        """{"prompt": [{"role": "user", "content": "q"}], "chosen": [{"role": "assistant", "content": "good"}], "rejected": [{"role": "assistant", "content": "bad"}]}""",
        One(Jobs.Dpo, line));

    [Fact]
    public void Rows_are_counted_and_so_are_those_that_spell_a_special_token()
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", Tiny.Chat("a", "b"), "", Tiny.Chat("what is <|end_of_text|>?", "a \"token\""));
        Assert.Equal(new JobRows(2, 1), new JobData(path, Jobs.Sft).Write(folder.At("out.jsonl")));
        Assert.Equal(2, File.ReadLines(folder.At("out.jsonl")).Count());
    }

    [Theory]
    [InlineData("sft", "no JSON")]
    [InlineData("sft", "{}")]
    [InlineData("sft", """{"text": 5}""")]
    [InlineData("sft", """{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}""")]
    [InlineData("sft", """{"messages": [{"role": "assistant", "content": "alone"}]}""")]
    [InlineData("dpo", """{"prompt": "q", "chosen": "good"}""")]
    [InlineData("dpo", """{"chosen": "good", "rejected": "bad"}""")]
    [InlineData("dpo", """{"chosen": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "good"}], "rejected": [{"role": "user", "content": "other"}, {"role": "assistant", "content": "bad"}]}""")]
    public void A_bad_line_is_named_by_its_number(string stage, string line)
    {
        using var folder = new TestFolder();
        var path = folder.Lines("data.jsonl", stage == "dpo" ? Pair : Tiny.Chat("a", "b"), "", line);
        var error = Assert.Throws<ModelFileException>(() => new JobData(path, stage == "dpo" ? Jobs.Dpo : Jobs.Sft).Write(folder.At("out.jsonl")));
        Assert.Contains("line 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_rows_is_refused()
    {
        using var folder = new TestFolder();
        Assert.Throws<ModelFileException>(() => new JobData(folder.Lines("data.jsonl", ""), Jobs.Sft).Write(folder.At("out.jsonl")));
    }

    private static string One(HandoffJob job, string line)
    {
        using var folder = new TestFolder();
        new JobData(folder.Lines("data.jsonl", line), job).Write(folder.At("out.jsonl"));
        return Assert.Single(File.ReadAllLines(folder.At("out.jsonl")));
    }

    private static void Same(string expected, string actual) => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), JsonSerializer.Serialize(actual));
}
