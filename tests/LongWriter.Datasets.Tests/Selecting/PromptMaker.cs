namespace LongWriter.Datasets.Tests.Selecting;

/// <summary>
/// Makes prompts, and edits them by words. Prompts share openings and ways of asking, as people's do; what they ask about is drawn from
/// lists of words, so that two of them may be about related things and still be two requests.
/// </summary>
internal sealed class PromptMaker(int seed)
{
    private static readonly string[] s_english = ("harbour glacier violin market orchard railway lantern desert kitchen archive theatre bakery mountain orphan engineer sailor queen farmer poet doctor smuggler teacher clock bridge island winter letter secret garden machine river temple forest carnival library prison hotel circus factory village emperor "
        + "rust silk coal salt tea wool glass copper amber honey paper ink iron wheat maize cotton rubber tin marble clay economic social medieval colonial coastal ancient modern urban rural digital tropical arctic northern hidden forgotten broken silent crowded "
        + "migration inflation erosion photosynthesis democracy apprenticeship navigation taxation irrigation vaccination insulation translation restoration negotiation fermentation astronomy botany geology grammar rhetoric ballet chess cricket fencing").Split(' ');

    private static readonly string[] s_endings = ["", "", "s", "work", "house", "less", "like", "land", "master", "song"];

    private static readonly string[] s_small = "the of and in with for about on from to its their how why when while before after between without".Split(' ');

    private static readonly string[] s_openings = ["Write a {0}-word essay about", "Please write a story of {0} words in which", "I need a {0}-word report on", "Can you draft an article of about {0} words that explains", "Create a {0} word guide to", "Write a detailed chapter ({0} words) describing"];

    private static readonly string[] s_chinese = ("港口 冰川 提琴 集市 果园 铁路 灯笼 沙漠 厨房 档案 戏院 面包 山脉 孤儿 工程师 水手 女王 农夫 诗人 医生 走私 教师 钟表 桥梁 岛屿 冬天 书信 秘密 花园 机器 河流 庙宇 森林 节日 图书馆 监狱 旅馆 马戏 工厂 村庄 皇帝 "
        + "铁锈 丝绸 煤炭 食盐 茶叶 羊毛 玻璃 青铜 琥珀 蜂蜜 纸张 墨水 小麦 玉米 棉花 橡胶 大理石 陶土 经济 社会 中世纪 殖民 沿海 古代 现代 城市 乡村 数字 热带 北极 隐秘 遗忘 破碎 沉默 拥挤 移民 通胀 侵蚀 民主 学徒 航海 税收 灌溉 疫苗 翻译 修复 谈判 发酵 天文 植物 地质 语法 修辞 芭蕾 象棋 击剑").Split(' ');

    private static readonly string[] s_chineseSmall = "的 与 在 从 和 对 之间 关于 为了 以及".Split(' ');

    private static readonly string[] s_chineseOpenings = ["请写一篇{0}字的文章，介绍", "写一部{0}字的小说，讲述", "请撰写约{0}字的报告，分析", "帮我写一篇{0}字的论文，讨论"];

    private readonly Random _draw = new(seed);

    public string Prompt(bool chinese)
    {
        var asked = Enumerable.Range(0, _draw.Next(12, 80)).Select(i => i % 3 == 2 ? Pick(chinese ? s_chineseSmall : s_small) : Word(chinese));
        return string.Format(null, Pick(chinese ? s_chineseOpenings : s_openings), 1000 * _draw.Next(2, 20)) + (chinese ? string.Concat(asked) : " " + string.Join(' ', asked));
    }

    /// <summary>The prompt with a share of its words, from 5% to 30%, replaced, left out or preceded by another.</summary>
    public string Edit(string prompt)
    {
        var chinese = prompt.Any(c => c is >= '\u4E00' and <= '\u9FFF');
        var words = chinese ? prompt.Chunk(2).Select(pair => new string(pair)) : prompt.Split(' ');
        var share = 0.05 + (0.25 * _draw.NextDouble());
        return string.Join(chinese ? "" : " ", words.Select(word => _draw.NextDouble() >= share ? word : _draw.Next(4) switch
        {
            0 => "",
            1 => $"{Word(chinese)}{(chinese ? "" : " ")}{word}",
            _ => Word(chinese),
        }).Where(word => word.Length > 0));
    }

    /// <summary>One of about a thousand words of English, or of some thousands of Chinese.</summary>
    private string Word(bool chinese) => chinese ? $"{Pick(s_chinese)[0]}{Pick(s_chinese)[^1]}" : Pick(s_english) + Pick(s_endings);

    private string Pick(string[] words) => words[_draw.Next(words.Length)];
}
