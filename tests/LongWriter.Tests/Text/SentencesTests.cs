using LongWriter.Text;

namespace LongWriter.Tests.Text;

public class SentencesTests
{
    [Theory]
    [InlineData("It dries. It cra", "It dries.")]
    [InlineData("It dries.", "It dries.")]
    [InlineData("It is 3.5 feet d", "")]
    [InlineData("\"It dries.\" He l", "\"It dries.\"")]
    [InlineData("It dries.\n\n## Rain\n\nThen it", "It dries.")]
    [InlineData("泥干了。它裂", "泥干了。")]
    [InlineData("他说：“走。”然", "他说：“走。”")]
    [InlineData("no end", "")]
    [InlineData("", "")]
    public void What_was_broken_off_ends_at_its_last_whole_sentence(string text, string whole) => Assert.Equal(whole, text[..Sentences.Whole(text)]);

    [Theory]
    [InlineData("One. Two?  Three!", "One.|Two?|Three!")]
    [InlineData("\"One.\" (Two.) Three… four [5.] 6.7", "\"One.\"|(Two.)|Three…|four [5.]|6.7")]
    [InlineData("Title\n\n- one\n- two", "Title|- one|- two")]
    [InlineData("泥干了。“走！”他说。", "泥干了。|“走！”|他说。")]
    public void A_text_is_parted_into_sentences_and_lines_without_a_mark(string text, string parts)
    {
        var found = new List<string>();
        foreach (var range in Sentences.Split(text))
        {
            found.Add(text[range]);
        }

        Assert.Equal(parts.Split('|'), found.Where(part => part.Length > 0));
    }
}
