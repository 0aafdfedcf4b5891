namespace LongWriter.Text;

/// <summary>Tokens of a text where no tokenizer is at hand: English runs to four characters a token and more, other alphabets to two, Chinese, Japanese and Korean to one and less.</summary>
public static class TokenEstimate
{
    /// <summary>Tokens, rounded up.</summary>
    public static int Of(ReadOnlySpan<char> text) => (int)((Quarters(text) + 3) / 4);

    /// <summary>Quarters of a token, for texts that come in pieces.</summary>
    internal static long Quarters(ReadOnlySpan<char> text)
    {
        var quarters = 0L;
        foreach (var c in text)
        {
            // Chinese and Japanese characters and their marks, Hangul; halves of characters beyond them count as other alphabets.
            quarters += c < 0x80 ? 1 : c is (>= '\u2E80' and <= '\uA4CF') or (>= '\uAC00' and <= '\uD7AF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF') ? 4 : 2;
        }

        return quarters;
    }
}
