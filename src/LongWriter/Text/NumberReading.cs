using System.Globalization;

namespace LongWriter.Text;

/// <summary>
/// Reads a number that ends at a given token, in digits ("2,000", "5k", "1.5 thousand", "2万"), in English ("two thousand five hundred")
/// or in Chinese numerals ("两千", "一万二").
/// </summary>
internal static class NumberReading
{
    private static readonly Dictionary<string, int> s_english = new(StringComparer.OrdinalIgnoreCase)
    {
        ["one"] = 1, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["thirteen"] = 13, ["fourteen"] = 14, ["fifteen"] = 15, ["sixteen"] = 16, ["seventeen"] = 17, ["eighteen"] = 18, ["nineteen"] = 19,
        ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50, ["sixty"] = 60, ["seventy"] = 70, ["eighty"] = 80, ["ninety"] = 90,
    };

    private static readonly Dictionary<string, int> s_scales = new(StringComparer.OrdinalIgnoreCase) { ["k"] = 1000, ["hundred"] = 100, ["thousand"] = 1000, ["千"] = 1000, ["万"] = 10_000, ["萬"] = 10_000 };

    /// <param name="tokens">Tokens of the text.</param>
    /// <param name="last">Index of the number's last token.</param>
    /// <returns>The value and the index of the number's first token, or null where no number ends there.</returns>
    public static (double Value, int First)? EndingAt(IReadOnlyList<TextToken> tokens, int last)
    {
        if (last < 0)
        {
            return null;
        }

        // "5k", "2.5 thousand", "2万": digits with a scale behind them.
        var scale = 1;
        var digits = last;
        if (s_scales.TryGetValue(tokens[last].Text, out var found) && last > 0 && tokens[last - 1].IsNumber)
        {
            (scale, digits) = (found, last - 1);
        }

        if (tokens[digits].IsNumber)
        {
            return double.TryParse(tokens[digits].Text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && !tokens[digits].IsGlued
                ? (value * scale, digits)
                : null;
        }

        return English(tokens, last) ?? Chinese(tokens, last);
    }

    /// <summary>A small count such as "two", "12", "两" or "十二" that is one token long, or null.</summary>
    public static int? Count(string token) =>
        s_english.TryGetValue(token, out var english) ? english
        : int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits
        : ChineseValue(token) is { } chinese and < 1000 ? (int)chinese
        : null;

    private static (double Value, int First)? English(IReadOnlyList<TextToken> tokens, int last)
    {
        var first = last + 1;
        while (first > 0 && IsEnglish(tokens[first - 1].Text))
        {
            first--;
        }

        // "a thousand", but not "and" or a hyphen at the edge of a number.
        while (first <= last && tokens[first].Text is "and" or "-")
        {
            first++;
        }

        var words = Enumerable.Range(first, last + 1 - first).Select(i => tokens[i].Text.ToUpperInvariant()).Where(word => word is not "AND" and not "-").ToList();
        if (words.Count == 0)
        {
            return null;
        }

        double total = 0, group = 0;
        foreach (var word in words)
        {
            switch (word)
            {
                case "HUNDRED":
                    group = Math.Max(1, group) * 100;
                    break;
                case "THOUSAND":
                    total += Math.Max(1, group) * 1000;
                    group = 0;
                    break;
                case "A":
                    break;
                default:
                    group += s_english[word];
                    break;
            }
        }

        return (total + group, first);

        static bool IsEnglish(string word) => s_english.ContainsKey(word) || word.ToUpperInvariant() is "HUNDRED" or "THOUSAND" or "AND" or "A" or "-";
    }

    private static (double Value, int First)? Chinese(IReadOnlyList<TextToken> tokens, int last)
    {
        var first = last + 1;
        while (first > 0 && tokens[first - 1].Text.Length == 1 && Digit(tokens[first - 1].Text[0]) >= 0)
        {
            first--;
        }

        return ChineseValue(string.Concat(Enumerable.Range(first, last + 1 - first).Select(i => tokens[i].Text))) is { } value ? (value, first) : null;
    }

    /// <summary>"八百", "两千五", "一万二千", "十"; null where a character is no numeral.</summary>
    private static double? ChineseValue(string numerals)
    {
        if (numerals.Length is 0 or > 12)
        {
            return null;
        }

        double total = 0, group = 0, digit = 0, unit = 1;
        foreach (var c in numerals)
        {
            switch (Digit(c))
            {
                case < 0:
                    return null;
                case 10_000:
                    total += Math.Max(1, group + digit) * 10_000;
                    (group, digit, unit) = (0, 0, 10_000);
                    break;
                case >= 10 and var power:
                    group += Math.Max(1, digit) * power;
                    (digit, unit) = (0, power);
                    break;
                case var value:
                    (digit, unit) = (value, value == 0 ? 10 : unit);
                    break;
            }
        }

        // "两千五" is 2,500: a last digit without its unit stands for the next lower one.
        return total + group + (digit * (unit >= 100 ? unit / 10 : 1));
    }

    private static int Digit(char c) => c switch
    {
        '零' or '〇' => 0,
        '一' => 1,
        '二' or '两' or '兩' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' or '萬' => 10_000,
        _ => -1,
    };
}
