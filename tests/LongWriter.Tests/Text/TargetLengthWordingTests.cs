using System.Globalization;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Text;

namespace LongWriter.Tests;

/// <summary>A length is read right in every wording it is usually stated in, and never found where none is stated.</summary>
public class TargetLengthWordingTests
{
    private static readonly string[] s_subjects = ["the history of tea", "3 rivers and 12 bridges", "the 1848 revolutions in 5 cities", "GPT4 for people over 60", "why 50% of all startups fail within 5 years"];
    private static readonly string[] s_chineseSubjects = ["长城", "三国时期的12位名将", "2024年第3季度的市场", "第一章出现的五个人物", "从0到1"];

    private static readonly Func<string, string>[] s_wordings =
    [
        n => $"a {n}-word article", n => $"a {n} word article", n => $"an article of {n} words", n => $"an article of about {n} words", n => $"{n} words", n => $"at least {n} words", n => $"no less than {n} words",
        n => $"an article (approximately {n} words)", n => $"{n}+ words", n => $"around {n} WORDS", n => $"an article with a word count of {n}", n => $"Word count: {n}.", n => $"**{n} words**", n => $"up to {n} words",
    ];

    private static readonly Func<string, string>[] s_chineseWordings =
    [
        n => $"一篇{n}字的文章", n => $"{n}字左右", n => $"不少于{n}字", n => $"约{n}字", n => $"{n}字以上", n => $"（{n}字）", n => $"字数：{n}字", n => $"大概{n}个字", n => $"{n}余字",
    ];

    [Fact]
    public void English() => Gen.Select(Gen.Int[50, 200_000], Gen.Int[0, s_wordings.Length - 1], Gen.Int[0, s_subjects.Length - 1], Gen.Bool, Gen.Bool).Each(5000, drawn =>
    {
        var (words, wording, subject, grouped, first) = drawn;
        var stated = s_wordings[wording](words.ToString(grouped ? "N0" : "D", CultureInfo.InvariantCulture));
        var text = first ? $"I need {stated}, on {s_subjects[subject]}." : $"Write about {s_subjects[subject]}. Length: {stated}";
        Assert.Equal((text, words), (text, TargetLength.Read(text)));
    });

    [Fact]
    public void Chinese() => Gen.Select(Gen.Int[50, 200_000], Gen.Int[0, s_chineseWordings.Length - 1], Gen.Int[0, s_chineseSubjects.Length - 1], Gen.Bool).Each(5000, drawn =>
    {
        var (words, wording, subject, first) = drawn;
        var stated = s_chineseWordings[wording](words.ToString(CultureInfo.InvariantCulture));
        var text = first ? $"请写{stated}，主题是{s_chineseSubjects[subject]}。" : $"请以{s_chineseSubjects[subject]}为题写作，{stated}。";
        Assert.Equal((text, words), (text, TargetLength.Read(text)));
    });

    [Fact]
    public void Numbers_in_words()
    {
        string[] ones = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
        string[] tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
        for (var thousands = 1; thousands < 100; thousands++)
        {
            for (var hundreds = 0; hundreds < 10; hundreds++)
            {
                var spelled = Spelled(thousands) + " thousand" + (hundreds > 0 ? $" {ones[hundreds]} hundred" : "");
                Assert.Equal((thousands * 1000) + (hundreds * 100), TargetLength.Read($"a story of {spelled} words"));
                Assert.Equal((thousands * 1000) + (hundreds * 100), TargetLength.Read($"a {spelled.Replace(' ', '-')}-word story"));
            }
        }

        string Spelled(int n) => n switch
        {
            < 10 => ones[n],
            10 => "ten",
            11 => "eleven",
            12 => "twelve",
            13 => "thirteen",
            14 => "fourteen",
            15 => "fifteen",
            16 => "sixteen",
            17 => "seventeen",
            18 => "eighteen",
            19 => "nineteen",
            _ => tens[n / 10] + (n % 10 > 0 ? "-" + ones[n % 10] : ""),
        };
    }

    [Fact]
    public void Chinese_numerals()
    {
        const string Digits = "零一二三四五六七八九";
        for (var words = 100; words < 100_000; words += 100)
        {
            var (tenThousands, thousands, hundreds) = (words / 10_000, words / 1000 % 10, words / 100 % 10);
            var spelled = (tenThousands > 0 ? $"{Digits[tenThousands]}万" : "")
                + (thousands > 0 ? $"{Digits[thousands]}千" : tenThousands > 0 && hundreds > 0 ? "零" : "")
                + (hundreds > 0 ? $"{Digits[hundreds]}百" : "");
            Assert.Equal((spelled, words), (spelled, TargetLength.Read($"写一篇{spelled}字的文章")));
            Assert.Equal((spelled, words), (spelled, TargetLength.Read($"写一篇{spelled.Replace('二', '两')}字左右的文章")));
        }
    }

    [Fact]
    public void Ranges_are_read_to_their_upper_end() => Gen.Select(Gen.Int[50, 50_000], Gen.Int[1, 50_000], Gen.Int[0, 4]).Each(3000, drawn =>
    {
        var (low, more, wording) = drawn;
        var (high, text) = (low + more, "");
        text = wording switch
        {
            0 => $"Write {low} to {high} words on tea",
            1 => $"Write {low:N0}-{high:N0} words on tea",
            2 => $"Write between {low} and {high} words on tea",
            3 => $"写一篇{low}到{high}字的文章",
            _ => $"写一篇{low}-{high}字的文章",
        };
        Assert.Equal((text, high), (text, TargetLength.Read(text)));
    });

    [Fact]
    public void Numbers_of_other_things_are_no_length()
    {
        string[] units = ["pages", "years", "dollars", "people", "%", "characters", "minutes", "wordless films", "paragraphs", "sentences", "页", "年", "个人", "元", "字母", "字节", "分钟", "次", "word processors"];
        Gen.Select(Gen.Int[1, 200_000], Gen.Int[0, units.Length - 1], Gen.Int[0, s_subjects.Length - 1], Gen.Bool).Each(5000, drawn =>
        {
            var (number, unit, subject, spaced) = drawn;
            var text = $"Write about {s_subjects[subject]} and {number}{(spaced ? " " : "")}{units[unit]}.";
            Assert.Equal((text, (int?)null), (text, TargetLength.Read(text)));
        });
    }
}
