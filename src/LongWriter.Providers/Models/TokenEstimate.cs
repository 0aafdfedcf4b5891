namespace LongWriter.Providers.Models;

/// <summary>
/// Tokens of a text for models whose vocabulary is not at hand: English runs to 4 characters a token and more, other alphabets to 2,
/// Chinese, Japanese and Korean to 1 and less. A tenth is added: to expect too many costs a little history, too few the whole call.
/// </summary>
internal static class TokenEstimate
{
    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        long quarters = 0;
        foreach (var c in text)
        {
            quarters += c < 0x80 ? 1 : IsIdeographic(c) ? 4 : 2;
        }

        return (int)Math.Min(int.MaxValue, ((quarters * 11) + 39) / 40);
    }

    /// <summary>CJK punctuation and kana, ideographs, Hangul, and full-width forms; halves of characters beyond them count as other alphabets.</summary>
    private static bool IsIdeographic(char c) => c is (>= '⺀' and <= '鿿') or (>= '가' and <= '힯') or (>= '豈' and <= '﫿') or (>= '＀' and <= '￯');
}
