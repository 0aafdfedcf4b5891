using LongWriter.Text;
using LongWriter.Writing;
using LongWriter.Writing.Guards;

namespace LongWriter.Tests.Writing;

public class RepetitionTests
{
    private const string One = "The old harbor was loud with gulls and with the calling of men.";
    private const string Two = "Nobody in the town had seen so many ships since the great storm.";
    private const string Three = "By evening the lamps along the quay had all been lit again.";

    private static int s_headings;

    [Fact]
    public void A_section_of_new_sentences_is_fine() => Assert.Null(After([One]).Find(Of(Two, Three)));

    [Fact]
    public void One_sentence_may_come_back() => Assert.Null(After([One, Two]).Find(Of(Three, One)));

    [Fact]
    public void Two_sentences_that_stand_already_are_too_many() =>
        Assert.Equal("2 of its sentences stand already", After([One, Two]).Find(Of(One, Three, Two)));

    [Fact]
    public void No_sentence_stands_a_third_time()
    {
        Assert.Equal("it repeats a sentence that stands 2 times already", After([One], [One]).Find(Of(One)));
        Assert.Equal("it repeats a sentence that stands 2 times already", After([]).Find(Of(One, One, One)));
    }

    [Fact]
    public void Sentences_of_the_section_itself_count() =>
        Assert.Equal("2 of its sentences stand already", After([]).Find(Of(One, Two, One, Two)));

    [Fact]
    public void Case_marks_and_paragraphs_do_not_tell_sentences_apart() =>
        Assert.NotNull(After([One, Two]).Find(Of($"\"{One.ToUpperInvariant()[..^1]}!\"\n\n{Two.Replace(" ", "  ", StringComparison.Ordinal)}")));

    [Fact]
    public void Short_sentences_may_come_back_as_often_as_they_like() =>
        Assert.Null(After(["He nodded.", "He nodded."]).Find(Of("She sat.", "He nodded.", "He nodded.", "He nodded.")));

    [Fact]
    public void No_heading_and_no_opening_sentence_stands_twice()
    {
        var repetition = new Repetition();
        repetition.Add(new Section(1, $"The Harbor\n\nIt rains. {One}", 17));

        Assert.Equal("its heading stands already", repetition.Find(new Section(2, $"The harbor!\n\n{Two}", 15)));
        Assert.Equal("it opens with the sentence that opens another section", repetition.Find(new Section(2, $"The quay\n\nIt rains. {Two}", 15)));
        Assert.Null(repetition.Find(new Section(2, $"The quay\n\n{Two} It rains.", 15)));
    }

    [Fact]
    public void Headings_do_not_count() => Assert.Null(After([]).Find(new Section(1, $"{One}\n\n{One}", 26)));

    [Fact]
    public void Chinese_sentences_need_no_spaces_between_them() =>
        Assert.Equal("2 of its sentences stand already", After(["春天的雨落在旧城的屋顶上。没有人记得那条河的名字。"]).Find(Of("没有人记得那条河的名字。“春天的雨落在旧城的屋顶上。”后来的人都走了。")));

    private static Repetition After(params string[][] sections)
    {
        var repetition = new Repetition();
        foreach (var sentences in sections)
        {
            repetition.Add(Of(sentences));
        }

        return repetition;
    }

    private static Section Of(params string[] sentences)
    {
        // A heading of its own for each.
        var text = $"Heading {string.Concat(sentences.Select(sentence => sentence[0]))}{Interlocked.Increment(ref s_headings)}\n\n" + string.Join(' ', sentences);
        return new Section(1, text, WordCount.Of(text));
    }
}
