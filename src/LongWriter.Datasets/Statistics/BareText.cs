namespace LongWriter.Datasets.Statistics;

/// <summary>Texts without case, marks and spaces, to tell whether two say the same.</summary>
internal static class BareText
{
    private const ulong Offset = 0xCBF29CE484222325;

    /// <summary>FNV-1a in 64 bits over letters and digits: a chance hit among a million rows is one in tens of millions.</summary>
    public static ulong Hash(ReadOnlySpan<char> text, ulong seed = Offset)
    {
        var hash = seed;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
            {
                hash = unchecked((hash ^ char.ToLowerInvariant(c)) * 0x100000001B3);
            }
        }

        return hash;
    }
}
