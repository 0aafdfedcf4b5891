using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;

namespace LongWriter.Tests;

public class TargetLengthTests
{
    private static readonly string[] s_pieces = ["words", "word", "字", "字数", "词", "each", "每", "章", "two", "thousand", "and", "a", "hundred", "十", "万", "千", "个", "-", "to", "k", ":", ",", "，", "1,000", "20", "0", "99999999", "1.5", "count", "parts", "of"];

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
    [InlineData("a novel of ten thousand words", 10_000)]
    [InlineData("a two-thousand-word essay", 2000)]
    [InlineData("two thousand five hundred words", 2500)]
    [InlineData("two thousand and five hundred words", 2500)]
    [InlineData("twenty-five hundred words on salt", 2500)]
    [InlineData("a hundred words", 100)]
    [InlineData("about 3 thousand words", 3000)]
    [InlineData("2,000 to 3,000 words", 3000)]
    [InlineData("a 300-400 word note", 400)]
    [InlineData("between 500 and 600 words", 600)]
    [InlineData("no less than 5000 words", 5000)]
    [InlineData("Word count: 1500", 1500)]
    [InlineData("a word count of about 1,500", 1500)]
    [InlineData("two parts of 1,000 words each", 2000)]
    [InlineData("Five chapters, each about 2,000 words", 10_000)]
    [InlineData("a 5,000-word story in five chapters of 1,000 words each", 5000)]
    [InlineData("an outline of 200 words and an essay of 2000 words, 2200 words in total", 2200)]
    public void A_stated_length_is_read(string instruction, int words) => Assert.Equal(words, TargetLength.Read(instruction));

    [Theory]
    [InlineData("写一篇8000字的论文", 8000)]
    [InlineData("写一篇关于长城的文章，两千字左右", 2000)]
    [InlineData("一万字小说", 10_000)]
    [InlineData("扩写到八百字", 800)]
    [InlineData("一千二百字", 1200)]
    [InlineData("两千五百字", 2500)]
    [InlineData("两千五字", 2500)]
    [InlineData("一万二千字", 12_000)]
    [InlineData("1.5万字", 15_000)]
    [InlineData("3千字", 3000)]
    [InlineData("３０００字", 3000)]
    [InlineData("不少于800字。", 800)]
    [InlineData("300到400字", 400)]
    [InlineData("字数要求：2000左右", 2000)]
    [InlineData("讲稿字数1400左右。", 1400)]
    [InlineData("字数2000字以上", 2000)]
    [InlineData("写一篇300词的英语作文", 300)]
    [InlineData("分两部分写，各写1000字", 2000)]
    [InlineData("共五幕（10000字中文）", 10_000)]
    [InlineData("写五章，每章2000字", 10_000)]
    public void A_length_stated_in_Chinese_is_read(string instruction, int words) => Assert.Equal(words, TargetLength.Read(instruction));

    [Theory]
    [InlineData("一字一句地翻译")]
    [InlineData("学习26字母")]
    [InlineData("每天一篇，每篇400字")]
    [InlineData("几千字的文章")]
    [InlineData("介绍1024字节")]
    public void What_states_no_length_in_Chinese_is_unknown(string instruction) => Assert.Null(TargetLength.Read(instruction));

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
    [InlineData("500 or 600 words")]
    [InlineData("a few thousand words")]
    [InlineData("a couple of thousand words")]
    [InlineData("500 words for each of the cities")]
    [InlineData("a word of thanks")]
    [InlineData("12,34 words")]
    public void What_states_no_length_or_more_than_one_is_unknown(string instruction) => Assert.Null(TargetLength.Read(instruction));

    [Fact]
    public void Any_text_reads_as_a_length_in_range_or_none() =>
        Gen.OneOf(Gen.Int[0, s_pieces.Length - 1].Select(i => s_pieces[i]), Gen.String).Array[0, 14].Each(2000, pieces => Assert.True(TargetLength.Read(string.Join(pieces.Length % 2 == 0 ? " " : "", pieces)) is null or (>= 1 and <= TargetLength.Most)));

    [Fact]
    public void A_wall_of_digits_is_read_in_no_time() => Assert.Null(TargetLength.Read(new string('1', 100_000) + " " + string.Concat(Enumerable.Repeat("1,", 50_000))));
}
