using System.Text;
using System.Text.Json;
using CsCheck;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Suites;

public class SuiteFileTests
{
    private const string Good = """{"prompt":"Write 100 words","type":"News Report","length":100}""";

    [Fact]
    public void The_released_form_is_read_as_it_is()
    {
        const string Lines = """
            {"prompt": "Write a 1000-word China travel guide", "type": "社区论坛", "length": 1000}
            {"prompt": "写一篇1000字的中国旅游指南\n", "type": "社区论坛", "length": 1000}
            {"prompt": "Write a \"2000-word\" paper", "type": "Academic and Monograph", "length": 2000}

            """;

        var suite = Parse(Lines);

        Assert.Equal(
            [
                new SuiteItem("1", "Write a 1000-word China travel guide", "Community Forum", 1000),
                new SuiteItem("2", "写一篇1000字的中国旅游指南\n", "Community Forum", 1000),
                new SuiteItem("3", "Write a \"2000-word\" paper", "Academic and Monograph", 2000),
            ],
            suite.Items);
        Assert.Equal(["en", "zh", "en"], suite.Items.Select(item => item.Language));
        Assert.Equal("a.jsonl", suite.Name);
    }

    [Theory]
    [InlineData("\n \n{0}\r\n\t\n", "3")]
    [InlineData("\uFEFF{0}", "1")]
    [InlineData("{0}\n", "1")]
    public void Marks_blank_lines_and_line_ends_of_any_kind_do_not_matter(string file, string id) => Assert.Equal(id, Assert.Single(Parse(file.Replace("{0}", Good, StringComparison.Ordinal)).Items).Id);

    [Fact]
    public void Names_are_taken_from_the_file_where_it_has_them() =>
        Assert.Equal(["en-1", "7", "3"], Parse(string.Join('\n', WithId("\"en-1\""), WithId("7"), WithId("null"))).Items.Select(item => item.Id));

    [Fact]
    public void The_checksum_is_that_of_the_bytes()
    {
        Assert.NotEqual(Parse(Good).Sha256, Parse(Good + "\n").Sha256);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Good))), Parse(Good).Sha256);
    }

    [Theory]
    [InlineData("not json", "line 2: this is no JSON: not json")]
    [InlineData("[1]", "line 2: this is no JSON object")]
    [InlineData("""{"type":"a","length":1}""", "line 2: prompt is missing")]
    [InlineData("""{"prompt":" ","type":"a","length":1}""", "line 2: prompt is empty")]
    [InlineData("""{"prompt":5,"type":"a","length":1}""", "line 2: prompt is no text")]
    [InlineData("""{"prompt":"a","length":1}""", "line 2: type is missing")]
    [InlineData("""{"prompt":"a","type":"a"}""", "line 2: length is missing")]
    [InlineData("""{"prompt":"a","type":"a","length":0}""", "line 2: length is 0; a number of words from 1 on is needed")]
    [InlineData("""{"prompt":"a","type":"a","length":"100"}""", "line 2: length is \"100\"; a number")]
    [InlineData("""{"prompt":"a","type":"a","length":1e99}""", "line 2: length is 1e99; a number")]
    [InlineData("""{"prompt":"a","type":"a","length":1,"id":[]}""", "line 2: id is neither a text nor a number")]
    [InlineData("""{"prompt":"a","type":"a","length":1,"id":1}""", "line 2: the id 1 stands in line 1 already")]
    [InlineData("""{"prompt":"\ud800","type":"a","length":1}""", "line 2: this is no JSON")]
    public void A_broken_line_is_located(string line, string problem)
    {
        var told = Assert.Throws<EvaluationFileException>(() => Parse($"{Good}\n{line}\n{Good}"));

        Assert.StartsWith($"dir/a.jsonl: {problem}", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told.Message);
    }

    [Fact]
    public void Broken_lines_are_counted() =>
        Assert.Contains("(and 2 more such lines)", Assert.Throws<EvaluationFileException>(() => Parse($"{{\n{Good}\n[]\n5")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    public void A_file_without_prompts_is_no_suite(string file) => Assert.Contains("holds no prompts", Assert.Throws<EvaluationFileException>(() => Parse(file)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_told() => Assert.Contains("cannot be read", Assert.Throws<EvaluationFileException>(() => SuiteFile.Load("/none/of/these.jsonl")).Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_is_written_is_read_again()
    {
        var text = Gen.String[1, 60].Where(text => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsSurrogate));
        var rows = Gen.Select(text, text, Gen.Int[1, 10_000_000]).Array[1, 20];
        rows.Each(300, drawn =>
        {
            var file = string.Join('\n', drawn.Select(row => JsonSerializer.Serialize(new { prompt = row.Item1, type = row.Item2, length = row.Item3, more = 1 })));
            Assert.Equal(drawn.Select((row, i) => new SuiteItem($"{i + 1}", row.Item1, WritingTypes.Of(row.Item2), row.Item3)), Parse(file).Items);
        });
    }

    [Fact]
    public void Any_bytes_are_a_suite_or_told_to_be_none()
    {
        var whole = Encoding.UTF8.GetBytes(string.Join('\n', WithId("1"), WithId("\"海\""), Good));
        var (read, refused) = (0, 0);
        var times = Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 500_000 : 5000;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.OneOf(Gen.Const(whole.Length), Gen.Int[0, whole.Length])).Each(times, drawn =>
        {
            var bytes = whole.ToArray();
            bytes[drawn.Item1] = drawn.Item2;
            try
            {
                Assert.NotEmpty(SuiteFile.Parse("a", "a", bytes.AsMemory(0, drawn.Item3)).Items);
                read++;
            }
            catch (EvaluationFileException)
            {
                refused++;
            }
        });
        Assert.True(read > 100 && refused > 100, $"{read} read, {refused} refused: one side is hardly tested");
    }

    private static string WithId(string id) => Good.Replace("{", $"{{\"id\":{id},", StringComparison.Ordinal);

    private static Suite Parse(string text) => SuiteFile.Parse("a.jsonl", "dir/a.jsonl", Encoding.UTF8.GetBytes(text));
}
