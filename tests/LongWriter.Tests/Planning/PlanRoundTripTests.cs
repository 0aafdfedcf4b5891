using System.Globalization;
using System.Text.Json;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Tests;

/// <summary>A plan written out in any of the ways that models write plans is read as the same plan.</summary>
public class PlanRoundTripTests
{
    private static readonly Gen<string> s_point = Gen.OneOf(Gen.Char["abcdefghijklmnop ABC äß 0123456789 ,;:.()'\"/?!"], Gen.Char["海与山旧城的雨没有人记得，。、；“”"]).Array[1, 60]
        .Select(chars => string.Join(' ', new string(chars).Split(' ', StringSplitOptions.RemoveEmptyEntries)).Trim(' ', '.', ':', ',', ';', '(', ')', '，', '。', '；', '、'))
        .Where(text => text.Length > 0);

    private static readonly Gen<Plan> s_plan = Gen.Select(s_point, Gen.Int[1, 5000]).Array[1, 20].Select(drawn => new Plan([.. drawn.Select((step, i) => new PlanStep(i + 1, step.Item1, step.Item2))]));

    public static TheoryData<string> Formats =>
    [
        "Paragraph {0} - Main Point: {1} - Word Count: {2} words",
        "**Paragraph {0}** – **Main Point:** {1} – **Word Count:** {3} words",
        "- Section {0}: Main Points: {1} - Word Count: about {2} words.",
        "Paragraph {0}\nMain Point: {1}\nWord Count: {2}\n",
        "### Chapter {0}\n\n- **Main Point:** {1}\n- **Word Count:** {3} words\n",
        "第{0}段 - 要点：{1} - 字数：{2}字",
        "段落{0} - 主要内容：{1} - 字数要求：约{2}字",
        "第{4}章 - 主要内容：{1} - 字数：{2}字左右",
    ];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Lines(string format) => s_plan.Each(1000, plan =>
    {
        var lines = plan.Steps.Select(step => string.Format(CultureInfo.InvariantCulture, format, step.Number, step.MainPoint, step.Words, step.Words.ToString("N0", CultureInfo.InvariantCulture), Chinese(step.Number)));
        Assert.Equal(plan.Steps, PlanParser.Parse("Here is the plan:\n\n" + string.Join('\n', lines) + "\n", out var incomplete).Steps);
        Assert.Empty(incomplete);
    });

    [Theory]
    [InlineData("main_point", "word_count", "{0}", "")]
    [InlineData("Main Point", "Word Count", "```json\n{{\"plan\": {0}}}\n```\nEnjoy!", " words")]
    [InlineData("要点", "字数", "好的：\n{0}", "字")]
    public void Json(string point, string count, string frame, string unit) => s_plan.Each(1000, plan =>
    {
        var steps = plan.Steps.Select(step => new Dictionary<string, object>(StringComparer.Ordinal) { ["number"] = step.Number, [point] = step.MainPoint, [count] = unit.Length == 0 ? step.Words : step.Words + unit });
        var json = JsonSerializer.Serialize(steps);
        Assert.Equal(plan.Steps, PlanParser.Parse(string.Format(CultureInfo.InvariantCulture, frame, json)).Steps);
    });

    [Theory]
    [InlineData("4e2", 400)]
    [InlineData("400.0", 400)]
    [InlineData("-400", null)]
    [InlineData("0.4", null)]
    [InlineData("1e300", null)]
    public void A_number_of_JSON_is_what_JSON_says_it_is(string number, int? words)
    {
        var json = $"[{{\"point\": \"Mud\", \"words\": {number}}}, {{\"point\": \"Clay\", \"words\": 100}}]";

        Assert.Equal(words ?? 0, PlanParser.Parse(json).Words - 100);
    }

    [Fact]
    public void Half_a_character_escaped_in_JSON_makes_it_no_JSON_and_no_crash() =>
        Assert.Throws<PlanException>(() => PlanParser.Parse("[{\"point\": \"\\ud800\", \"words\": 400}]"));

    /// <summary>1 to 20 in Chinese numerals.</summary>
    private static string Chinese(int number) => (number >= 20 ? "二" : "") + (number >= 10 ? "十" : "") + (number % 10 == 0 ? "" : "一二三四五六七八九".Substring((number % 10) - 1, 1));
}
