namespace LongWriter.Fuzzing;

/// <summary>Makes hostile texts of real ones, drawn from a number alone: the same number always makes the same text.</summary>
internal static class Mutation
{
    /// <summary>Longer texts are cut: what length costs is another test's subject.</summary>
    public const int Longest = 2000;

    private const int MostChanges = 6;

    private static readonly string[] s_pieces =
    [
        "Paragraph ", "Section 2", "Chapter", "1", "23", " - ", "–", "—", "----", ":", "：", ".", "。", "Main Point: ", "Main Points：", "Word Count: ", "Word Count: 400 words", "(about 400 words)", "total", "each", "or", "to",
        "words", "word", "字", "字数：", "四百字", "千", "万", "第", "段", "章", "每", "各", "and ", "two ", "thousand ", "hundred ", "a ", "k", "～", "1,000,000,000", "0", "-5", "1.5", "1e9", "99999999999999999999", "4,4,4", "٣", "４００", "½",
        "\n", "\n\n", "\r\n", "\r", "\t", "    ", "\u2028", "\u00A0", "\0", "\u001b[31m", "\uFEFF", "\uFFFD",
        "[", "]", "{", "}", "\"", "\\", "\\\"", "\\ud800", "\\udc00", "\\u0000", "\\n", ",", "null", "true", "{}", "[]", "{\"a\":", "/*", "//", "\"event\":", "\"words\":", "\"section\":", "\"number\":", "\"journal\":1", "\"run_finished\"",
        "**", "*", "#", "> ", "`", "```", "|", "(", ")", "（", "）", "“", "”", "!", "?", "…", "！",
        "Sure, here is it:\n", "Let me know if", "I'm sorry, but I ", "As an AI", "抱歉，", "好的：", "{0}", "%s", "User:\n", "<html>", "Ledger:",
        "é", "\u0301", "\u200D", "\uD83D", "\uDE00", "😀", "\U00020000", "中文", "ー", "a_b", "it's", "mud ", "aaaa",
    ];

    private static readonly string[] s_numbers = ["0", "1", "-1", "00", "2147483647", "2147483648", "9999999", "10000001", "1e3", "1.0", "0.5", "99999999999999999999", "1,000", "", "\"7\"", "null"];

    public static string Of(int number, IReadOnlyList<string> corpus)
    {
        var random = new Random(number);
        var text = corpus[random.Next(corpus.Count)];
        for (var changes = random.Next(MostChanges + 1); changes > 0; changes--)
        {
            text = Change(text, random, corpus);
            text = text.Length > Longest ? text[..Longest] : text;
        }

        return text;
    }

    private static string Change(string text, Random random, IReadOnlyList<string> corpus)
    {
        var (at, length) = Span(text, random);
        return random.Next(12) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, string.Concat(Enumerable.Repeat(text.Substring(at, length), random.Next(1, 60)))),
            2 or 3 => text.Insert(at, s_pieces[random.Next(s_pieces.Length)]),
            4 => text.Insert(at, string.Concat(Enumerable.Repeat(s_pieces[random.Next(s_pieces.Length)], random.Next(2, 40)))),
            5 => WithNumber(text, at, s_numbers[random.Next(s_numbers.Length)]),
            6 => WithLines(text, random),
            7 => text[..at] + Tail(corpus[random.Next(corpus.Count)], random),
            8 => text[..at],
            9 => text[..at] + (char)random.Next(0x10000) + text[Math.Min(at + 1, text.Length)..],
            10 => text[..at] + Widened(text.Substring(at, length)) + text[(at + length)..],
            _ => random.Next(2) == 0 ? text.Replace('\n', ' ') : text.Replace("\n", "\r\n", StringComparison.Ordinal),
        };
    }

    /// <summary>A place and a length that is mostly small.</summary>
    private static (int At, int Length) Span(string text, Random random)
    {
        var at = random.Next(text.Length + 1);
        return (at, Math.Min(text.Length - at, random.Next(1 << random.Next(1, 8))));
    }

    /// <summary>The first number from a place on, replaced by another.</summary>
    private static string WithNumber(string text, int at, string number)
    {
        var begin = text.AsSpan(at).IndexOfAnyInRange('0', '9');
        if (begin < 0)
        {
            return text.Insert(at, number);
        }

        var end = at + begin;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return text[..(at + begin)] + number + text[end..];
    }

    /// <summary>One line dropped, doubled, moved or joined with the next.</summary>
    private static string WithLines(string text, Random random)
    {
        var lines = text.Split('\n').ToList();
        var (from, to) = (random.Next(lines.Count), random.Next(lines.Count));
        switch (random.Next(4))
        {
            case 0:
                lines.RemoveAt(from);
                break;
            case 1:
                lines.Insert(to, lines[from]);
                break;
            case 2:
                (lines[from], lines[to]) = (lines[to], lines[from]);
                break;
            default:
                lines[from] += lines[to];
                lines.RemoveAt(to);
                break;
        }

        return string.Join('\n', lines);
    }

    private static string Tail(string text, Random random) => text[random.Next(text.Length + 1)..];

    /// <summary>Plain characters as their full-width forms.</summary>
    private static string Widened(string text) => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c));
}
