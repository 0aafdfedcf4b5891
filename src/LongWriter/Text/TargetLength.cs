namespace LongWriter.Text;

/// <summary>
/// Reads the length asked for from an instruction, in English or Chinese: "10,000-word", "5k words", "two thousand words", "2,000 to 3,000
/// words" (its upper end, as LongBench-Write counts it), "两千字左右", "1.5万字", "字数要求：2000", "two parts of 1,000 words each". What cannot
/// be read is unknown, never guessed.
/// </summary>
/// <remarks>A Chinese character counts as a word, as in the paper's scorer.</remarks>
public static class TargetLength
{
    /// <summary>More words than any document has: numbers above are misreadings, and sums of them stay far from overflow.</summary>
    public const int Most = 10_000_000;

    /// <summary>Below that a spelled number is no length: "in ten words", "一字".</summary>
    private const int LeastSpelled = 50;

    private static readonly HashSet<string> s_parts = new(StringComparer.OrdinalIgnoreCase)
    {
        "parts", "sections", "chapters", "paragraphs", "essays", "articles", "letters", "stories", "scenes", "acts", "posts", "poems", "emails", "episodes", "volumes", "lessons", "reports",
    };

    private static readonly HashSet<string> s_chineseParts = new(StringComparer.Ordinal) { "部", "章", "节", "篇", "段", "集", "幕", "回", "封", "首", "课", "卷" };

    /// <summary>字 that begins another word is no unit: 字母, 字符, 字节 and the like.</summary>
    private const string NoUnitBefore = "母符节典体幕面迹号段数眼库型幅";

    /// <summary>Things whose name begins with "word": "5 word processors" states no length.</summary>
    private static readonly HashSet<string> s_wordThings = new(StringComparer.OrdinalIgnoreCase) { "processor", "processors", "processing", "problems", "puzzles", "games", "clouds", "searches" };

    private sealed record Mention(double Words, bool PerPart, bool Total);

    /// <returns>Words asked for, or null where the instruction states no length or more than one.</returns>
    public static int? Read(string instruction)
    {
        ArgumentNullException.ThrowIfNull(instruction);
        var tokens = TextToken.Split(instruction);
        var mentions = Enumerable.Range(0, tokens.Count).Select(i => At(tokens, i)).OfType<Mention>().Where(mention => mention.Words is >= 1 and <= Most).ToList();
        var whole = mentions.Where(mention => !mention.PerPart).ToList();
        if (whole.Count == 0)
        {
            // Words of each part are a length only where the parts are counted.
            return mentions.Select(mention => mention.Words).Distinct().Count() == 1 && Parts(tokens) is { } parts && mentions[0].Words * parts <= Most ? (int)(mentions[0].Words * parts) : null;
        }

        var totals = whole.Exists(mention => mention.Total) ? whole.Where(mention => mention.Total) : whole;
        var values = totals.Select(mention => mention.Words).Distinct().ToList();
        return values.Count == 1 ? (int)values[0] : null;
    }

    /// <summary>The length whose unit stands at a token.</summary>
    private static Mention? At(List<TextToken> tokens, int i)
    {
        if (Is(tokens, i, "word") && i + 1 < tokens.Count && s_wordThings.Contains(tokens[i + 1].Text))
        {
            return null;
        }

        if (Is(tokens, i, "word") || Is(tokens, i, "words"))
        {
            return Is(tokens, i, "word") && Is(tokens, i + 1, "count") ? Labelled(tokens, i + 2, "of", "is", "about", "around", "at", "least", "limit") : Before(tokens, i);
        }

        if (Is(tokens, i, "字") && Is(tokens, i + 1, "数"))
        {
            return Labelled(tokens, i + 2, "要", "求", "约", "为", "是", "在", "大", "概", "不", "少", "低", "于", "控", "制", "达", "到", "至", "限");
        }

        return (Is(tokens, i, "字") && (i + 1 == tokens.Count || !NoUnitBefore.Contains(tokens[i + 1].Text, StringComparison.Ordinal))) || (Is(tokens, i, "词") && i > 0 && tokens[i - 1].IsNumber) ? Before(tokens, i) : null;
    }

    /// <summary>A number before its unit.</summary>
    private static Mention? Before(List<TextToken> tokens, int unit)
    {
        var last = unit - 1;
        while (last >= 0 && tokens[last].Text is "-" or "‑" or "–" or "+" or "个" or "多" or "余")
        {
            last--;
        }

        if (NumberReading.EndingAt(tokens, last) is not (var words, var first))
        {
            return null;
        }

        // "ten words", "a few thousand words", "几千字": no lengths.
        var spelled = !tokens[first].IsNumber;
        if (spelled && (words < LeastSpelled || Near(tokens, first - 1, first, "few", "several", "many", "couple", "some", "几", "数", "上") || Near(tokens, first - 2, first - 1, "couple")))
        {
            return null;
        }

        // "two or three hundred words", "500 or 600 words" state two lengths: neither is the target.
        if (first > 0 && tokens[first - 1].Text is "or" or "或" && NumberReading.EndingAt(tokens, first - 2) is not null)
        {
            return null;
        }

        return new Mention(words, Near(tokens, first - 4, first, "each", "every", "per", "各", "每") || Near(tokens, unit + 1, unit + 3, "each", "per", "apiece"), IsTotal(tokens, first, unit));
    }

    /// <summary>A number behind "word count" or "字数", where no unit of its own follows.</summary>
    private static Mention? Labelled(List<TextToken> tokens, int at, params string[] between)
    {
        while (at < tokens.Count && (tokens[at].Text is ":" or "-" or "=" || between.Contains(tokens[at].Text, StringComparer.OrdinalIgnoreCase)))
        {
            at++;
        }

        // A range states its upper end last.
        var last = at < tokens.Count && tokens[at].IsNumber ? at : -1;
        if (last >= 0 && at + 2 < tokens.Count && tokens[at + 1].Text is "-" or "–" or "~" or "to" or "至" or "到" && tokens[at + 2].IsNumber)
        {
            last = at + 2;
        }

        var unit = last + 1;
        return last < 0 || (unit < tokens.Count && tokens[unit].Text is "字" or "words" or "word" or "千" or "万") ? null
            : NumberReading.EndingAt(tokens, last) is (var words, _) ? new Mention(words, PerPart: false, Total: true)
            : null;
    }

    private static bool IsTotal(List<TextToken> tokens, int first, int unit) =>
        Near(tokens, first - 4, first, "total", "overall", "altogether", "总", "共") || Near(tokens, unit + 1, unit + 4, "total", "overall", "altogether", "all");

    /// <summary>How many parts the instruction counts, where it counts one kind of them.</summary>
    private static int? Parts(List<TextToken> tokens)
    {
        var counts = new HashSet<int>();
        for (var i = 1; i < tokens.Count; i++)
        {
            var english = s_parts.Contains(tokens[i].Text);
            var chinese = s_chineseParts.Contains(tokens[i].Text);
            var at = chinese && tokens[i - 1].Text == "个" && i > 1 ? i - 2 : i - 1;

            // "three long chapters": an adjective may stand between. "每天一篇" counts nothing.
            var count = english || chinese ? NumberReading.Count(tokens[at].Text) ?? (english && i > 1 ? NumberReading.Count(tokens[i - 2].Text) : null) : null;
            if (count is > 1)
            {
                counts.Add(count.Value);
            }
        }

        return counts.Count == 1 ? counts.First() : null;
    }

    private static bool Near(List<TextToken> tokens, int from, int to, params string[] words) =>
        Enumerable.Range(Math.Max(0, from), Math.Max(0, Math.Min(to, tokens.Count) - Math.Max(0, from))).Any(i => words.Contains(tokens[i].Text, StringComparer.OrdinalIgnoreCase));

    private static bool Is(List<TextToken> tokens, int i, string word) => i >= 0 && i < tokens.Count && tokens[i].Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}
