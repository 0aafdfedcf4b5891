namespace LongWriter.Datasets.Building;

public class LabelsTests
{
    [Theory]
    [InlineData("Paragraph 3: The river rises.", "The river rises.", 1)]
    [InlineData("**Paragraph 3:** The river rises.", "The river rises.", 1)]
    [InlineData("## Paragraph 12\n\nThe river rises.", "The river rises.", 1)]
    [InlineData("Paragraph 1 - Main Point: Mud - Word Count: 400 words\n\nThe river rises.", "The river rises.", 1)]
    [InlineData("The river.\n\nParagraph 2 - It rises.\n\n[Paragraph 3]\nIt falls.", "The river.\n\nIt rises.\n\nIt falls.", 2)]
    [InlineData("第三段：河水上涨。", "河水上涨。", 1)]
    [InlineData("段落 2：要点：河水。", "河水。", 1)]
    [InlineData("Paragraph 3 of the treaty binds us.", "Paragraph 3 of the treaty binds us.", 0)]
    [InlineData("See paragraph 3: it says more.", "See paragraph 3: it says more.", 0)]
    [InlineData("Nothing to take off.\n\n\n\nAt all.", "Nothing to take off.\n\n\n\nAt all.", 0)]
    public void Labels_are_taken_off_and_nothing_else_is(string text, string expected, int labels)
    {
        Assert.Equal(expected, Labels.Strip(text, out var count));
        Assert.Equal(labels, count);
    }
}
