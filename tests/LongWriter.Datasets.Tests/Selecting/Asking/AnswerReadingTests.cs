using LongWriter.Datasets.Selecting.Asking;

namespace LongWriter.Datasets.Tests.Selecting.Asking;

public class AnswerReadingTests
{
    [Theory]
    [InlineData("yes", nameof(SelectorAnswer.Yes))]
    [InlineData("**Yes.** It calls for chapters, no doubt.", nameof(SelectorAnswer.Yes))]
    [InlineData("Answer: NO", nameof(SelectorAnswer.No))]
    [InlineData("```\nno\n```", nameof(SelectorAnswer.No))]
    [InlineData("{\"answer\": true}", nameof(SelectorAnswer.Yes))]
    [InlineData("<think>Yes, or no? It is a list.</think>\nno", nameof(SelectorAnswer.No))]
    [InlineData("There is no code in it, so: yes", nameof(SelectorAnswer.Yes))]
    [InlineData("是", nameof(SelectorAnswer.Yes))]
    [InlineData("不需要。", nameof(SelectorAnswer.No))]
    [InlineData("不是", nameof(SelectorAnswer.No))]
    [InlineData("yes and no, as one takes it", nameof(SelectorAnswer.Yes))]
    [InlineData("It might be yes or it might be no, who knows", nameof(SelectorAnswer.Unclear))]
    [InlineData("I know nothing of yesterday", nameof(SelectorAnswer.Unclear))]
    [InlineData("<think>yes, certainly", nameof(SelectorAnswer.Unclear))]
    [InlineData("", nameof(SelectorAnswer.Unclear))]
    public void Yes_and_no_are_read_and_nothing_is_guessed(string text, string answer) => Assert.Equal(answer, AnswerReading.Of(text).ToString());
}
