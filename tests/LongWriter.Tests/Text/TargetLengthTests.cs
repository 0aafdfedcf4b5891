using LongWriter.Text;

namespace LongWriter.Tests;

public class TargetLengthTests
{
    [Theory]
    [InlineData("Write a 10,000-word article on the history of the Roman Empire", 10_000)]
    [InlineData("Write a 1000-word China travel guide", 1000)]
    [InlineData("2000 words about rivers", 2000)]
    [InlineData("an essay of 500 Words", 500)]
    [InlineData("a 5k-word story", 5000)]
    [InlineData("a 5k words story", 5000)]
    [InlineData("about 1.5k words on bread", 1500)]
    [InlineData("100,000 words", 100_000)]
    [InlineData("1,234,567 words", 1_234_567)]
    [InlineData("a 300 word note", 300)]
    [InlineData("1000 words, and I mean 1000 words", 1000)]
    public void A_stated_length_is_read(string instruction, int words) => Assert.Equal(words, TargetLength.Read(instruction));

    [Theory]
    [InlineData("")]
    [InlineData("Write about rivers")]
    [InlineData("Write about the 1848 revolutions")]
    [InlineData("the top 10 wordless films")]
    [InlineData("500 words or 600 words")]
    [InlineData("0 words")]
    [InlineData("99999999 words")]
    [InlineData("999999999999999999999999 words")]
    [InlineData("use GPT4 words")]
    [InlineData("ten words")]
    public void What_states_no_length_or_more_than_one_is_unknown(string instruction) => Assert.Null(TargetLength.Read(instruction));

    [Fact]
    public void A_wall_of_digits_is_read_in_no_time() => Assert.Null(TargetLength.Read(new string('1', 100_000) + " " + string.Concat(Enumerable.Repeat("1,", 50_000))));
}
