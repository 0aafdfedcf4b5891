using System.Globalization;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;

namespace LongWriter.Tests;

public class WordCountTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("   \n\t ", 0)]
    [InlineData("word", 1)]
    [InlineData("two words.", 2)]
    [InlineData("使用GPT模型", 4)]
    [InlineData("使用 GPT 模型", 5)]
    [InlineData("use GPT4 now", 2)]
    [InlineData("don't stop", 3)]
    [InlineData("GPT-4o is 10x", 2)]
    [InlineData("well-known fact", 3)]
    public void Words_are_counted_as_the_released_scorer_counts_them(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    [Theory]
    [InlineData("x² is", 1)]
    [InlineData("x½", 0)]
    [InlineData("xⅣ y", 1)]
    [InlineData("cafe\u0301 noir", 2)]
    [InlineData("café noir", 1)]
    [InlineData("a\u200Db", 2)]
    [InlineData("a\u00ADb", 2)]
    [InlineData("a\u203Fb", 2)]
    public void Word_boundaries_are_Python_s_not_dotnet_s(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    [Theory]
    [InlineData("2024 10,000", 0)]
    [InlineData("4x x4 4", 0)]
    [InlineData("a_b _c d_", 0)]
    [InlineData("a _ b", 2)]
    [InlineData("\u0661a", 0)]
    public void Digits_and_underscores_are_no_words_and_take_the_letters_beside_them(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    [Theory]
    [InlineData("\U0001D400bc", 0)]
    [InlineData("bc\U0001D400", 0)]
    [InlineData("bc \U0001D400", 1)]
    [InlineData("a\U0001F600b", 2)]
    [InlineData("\U00020000", 0)]
    [InlineData("\U00020000a", 0)]
    public void Letters_beyond_the_first_plane_are_letters_and_emoji_are_not(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    // Not as theory data: lone surrogates do not survive the way through a test's name.
    [Fact]
    public void Lone_surrogates_are_no_word_characters()
    {
        Assert.Equal(2, WordCount.Of("a\uD835b"));
        Assert.Equal(2, WordCount.Of("a\uDC00b"));
        Assert.Equal(1, WordCount.Of("ab\uD835"));
        Assert.Equal(1, WordCount.Of("\uDC00ab"));
    }

    [Theory]
    [InlineData("\u4E00\u9FFF", 2)]
    [InlineData("\u3400\uA000", 0)]
    [InlineData("ひらがな", 0)]
    [InlineData("中a文", 2)]
    public void Only_the_main_block_of_Chinese_characters_counts_one_each(string text, int words) => Assert.Equal(words, WordCount.Of(text));

    [Fact]
    public void Any_text_counts_as_the_plain_reading_of_the_expression_does()
    {
        string[] pieces =
        [
            "a", "Z", "word", "5", "_", " ", "-", "'", "\n", "é", "\u0301", "\u200D", "½", "²", "Ⅳ", "٣", "ー", "ん", "中", "\u4E00", "\u9FFF", "\u3400", "\uA000",
            "\uD835", "\uDC00", "\U0001D400", "\U0001F600", "\U00020000", "\u203F", "\uFF21",
        ];
        var seen = new HashSet<int>();
        Gen.Int[0, pieces.Length - 1].Array[0, 24].Select(picks => string.Concat(picks.Select(i => pieces[i]))).Each(20_000, text =>
        {
            Assert.Equal(Naive(text), WordCount.Of(text));
            seen.Add(WordCount.Of(text));
        });
        Assert.True(seen.Count > 8, "the drawn texts hardly differ in their counts");
    }

    /// <summary>len(re.findall('[\u4e00-\u9fff]')) + len(re.findall(r'\b[a-zA-Z]+\b')), read off the expression with no thought of speed.</summary>
    private static int Naive(string text)
    {
        var points = new List<int>();
        for (var i = 0; i < text.Length; i++)
        {
            var pair = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
            points.Add(pair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i]);
            i += pair ? 1 : 0;
        }

        bool Word(int at) => at >= 0 && at < points.Count && (points[at] == '_' || CharUnicodeInfo.GetUnicodeCategory(points[at]).ToString() is var name && (name.EndsWith("Letter", StringComparison.Ordinal) || name.EndsWith("Number", StringComparison.Ordinal)));
        bool Boundary(int at) => Word(at - 1) != Word(at);
        bool Letter(int at) => at < points.Count && points[at] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z');

        var count = points.Count(point => point is >= 0x4E00 and <= 0x9FFF);
        for (var start = 0; start < points.Count;)
        {
            var end = start;
            while (Letter(end))
            {
                end++;
            }

            // [a-zA-Z]+ gives letters back until a boundary follows.
            while (end > start && !(Boundary(start) && Boundary(end)))
            {
                end--;
            }

            count += end > start ? 1 : 0;
            start = end > start ? end : start + 1;
        }

        return count;
    }
}
