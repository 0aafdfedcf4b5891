using LongWriter.Evaluation.Pairwise;

namespace LongWriter.Evaluation.Tests.Pairwise;

public sealed class PreferenceReaderTests
{
    [Theory]
    [InlineData("""{"Analysis": "B is thin.", "Better": "A"}""", Preference.First)]
    [InlineData("""{"Analysis": "A is thin.", "Better": "B"}""", Preference.Second)]
    [InlineData("""{"better": "Tie"}""", Preference.Tie)]
    [InlineData("```json\n{\"winner\": \"writing b\"}\n```\nThat is all.", Preference.Second)]
    [InlineData("<think>{\"Better\": \"B\"}</think>{\"Better\": \"A.\"}", Preference.First)]
    [InlineData("{“Better”: “A”}", Preference.First)]
    [InlineData("""{"Better": "文章Ｂ"}""", Preference.Second)]
    [InlineData("""{"胜者": "平局"}""", Preference.Tie)]
    public void A_preference_is_read(string answer, Preference better) => Assert.Equal((better, null), PreferenceReader.Read(answer));

    [Theory]
    [InlineData("", "does not say")]
    [InlineData("A is better.", "does not say")]
    [InlineData("""{"Better": "C"}""", "neither A nor B nor tie")]
    [InlineData("""{"Better": "A or B"}""", "neither A nor B nor tie")]
    [InlineData("""{"Better": "A"} Wait: {"Better": "B"}""", "two answers that differ")]
    [InlineData("""{"Better": "A", "Winner": "unclear"}""", "two answers that differ")]
    [InlineData("""{"Better": 1}""", "does not say")]
    public void An_answer_that_leaves_a_choice_is_none(string answer, string problem)
    {
        var (better, told) = PreferenceReader.Read(answer);

        Assert.Null(better);
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }
}
