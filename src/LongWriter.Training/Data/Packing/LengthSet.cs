using System.Numerics;

namespace LongWriter.Training.Data.Packing;

/// <summary>A multiset of lengths that finds the longest one up to a limit in a few machine words.</summary>
internal sealed class LengthSet(int longest)
{
    private readonly int[] _counts = new int[longest + 1];
    private readonly ulong[] _present = new ulong[(longest / 64) + 1];

    public void Add(int length)
    {
        if (_counts[length]++ == 0)
        {
            _present[length / 64] |= 1UL << (length % 64);
        }
    }

    public void Remove(int length)
    {
        if (--_counts[length] == 0)
        {
            _present[length / 64] &= ~(1UL << (length % 64));
        }
    }

    /// <summary>The longest length of at most <paramref name="limit"/>, 0 where there is none.</summary>
    public int Floor(int limit)
    {
        var word = limit / 64;
        var bits = _present[word] & (ulong.MaxValue >> (63 - (limit % 64)));
        while (bits == 0)
        {
            if (word-- == 0)
            {
                return 0;
            }

            bits = _present[word];
        }

        return (word * 64) + BitOperations.Log2(bits);
    }
}
