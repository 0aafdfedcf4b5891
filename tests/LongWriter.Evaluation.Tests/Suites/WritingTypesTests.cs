using LongWriter.Evaluation.Suites;

namespace LongWriter.Evaluation.Tests.Suites;

public class WritingTypesTests
{
    [Theory]
    [InlineData("社区论坛", "Community Forum")]
    [InlineData("文学与创作", "Literature and Creative Writing")]
    [InlineData("科普介绍", "Popular Science")]
    [InlineData("学术与专著", "Academic and Monograph")]
    [InlineData(" News Report ", "News Report")]
    [InlineData("Limericks", "Limericks")]
    public void A_file_s_word_for_a_type_means_one_of_the_seven_or_itself(string word, string type)
    {
        Assert.Equal(type, WritingTypes.Of(word));
        Assert.Equal(word != "Limericks", WritingTypes.All.Contains(type));
    }

    [Fact]
    public void There_are_seven() => Assert.Equal(7, WritingTypes.All.Distinct(StringComparer.Ordinal).Count());
}
