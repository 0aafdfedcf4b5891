namespace LongWriter.Writing.Guards;

/// <summary>Tells when a stream has fallen into a cycle: the same characters over and over at its end.</summary>
internal static class LoopDetector
{
    /// <summary>Characters at the end that are looked at.</summary>
    public const int Window = 1600;

    /// <summary>A cycle shorter than this may be a rule of dashes or a refrain.</summary>
    public const int LeastLength = 160;

    /// <summary>A cycle stands at least that often.</summary>
    public const int LeastTimes = 6;

    /// <summary>Where a cycle at the end of the text begins, or null. Costs time in proportion to <see cref="Window"/>.</summary>
    public static int? Find(ReadOnlySpan<char> text)
    {
        var tail = text[Math.Max(0, text.Length - Window)..];

        // The prefix function (Knuth, Morris, Pratt) of the reversed tail: a prefix of length m has the period m less its longest border.
        var border = tail.Length <= Window ? stackalloc int[tail.Length + 1] : [];
        int? begin = null;
        var last = tail.Length - 1;
        for (int m = 2, k = 0; m <= tail.Length; m++)
        {
            while (k > 0 && tail[last - (m - 1)] != tail[last - k])
            {
                k = border[k];
            }

            k += tail[last - (m - 1)] == tail[last - k] ? 1 : 0;
            border[m] = k;
            if (m >= LeastLength && m >= LeastTimes * (m - k))
            {
                begin = text.Length - m;
            }
        }

        return begin;
    }
}
