using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;
using LongWriter.Writing;

namespace LongWriter.Tests;

public class CutTests
{
    private const string Text = "Mud\n\nMud is soft and brown. It dries.\n\nIt cracks in the sun. Nobody minds.\n\nThen rain comes back.";

    [Theory]
    [InlineData(8, "Mud\n\nMud is soft and brown. It dries.")]
    [InlineData(14, "Mud\n\nMud is soft and brown. It dries.\n\nIt cracks in the sun. Nobody minds.")]
    [InlineData(6, "Mud\n\nMud is soft and brown.")]
    [InlineData(11, "Mud\n\nMud is soft and brown. It dries.\n\nIt cracks in the sun.")]
    public void A_text_is_cut_at_a_paragraph_s_end_or_at_a_sentence_s(int words, string front) => Assert.Equal(front, Text[..Cut.At(Text, words)!.Value]);

    [Fact]
    public void Where_nothing_ends_near_the_words_nothing_is_cut()
    {
        Assert.Null(Cut.At("Mud and no end of it " + Sample.Text("Stone", 200), 50));
        Assert.Null(Cut.At(Text, 60));
    }

    [Fact]
    public void A_cut_has_the_words_or_a_little_more() =>
        Gen.Select(Gen.Int[1, 30].Array[1, 40], Gen.Int[10, 400]).Each(2000, drawn =>
        {
            var (sentences, words) = drawn;
            var text = string.Concat(sentences.Select((count, i) => Sample.Text("A", count + 1)[3..].Replace("\n\n", " ", StringComparison.Ordinal) + (i % 4 == 3 ? ".\n\n" : ". "))).Trim();
            if (Cut.At(text, words) is { } at)
            {
                Assert.InRange(WordCount.Of(text.AsSpan(0, at)), words * 0.95 - 1, words * 1.2);
                Assert.Contains(text[at - 1], ".");
            }
        });
}
