namespace LongWriter.Training.Data;

/// <summary>
/// Best-fit-decreasing packing: the longest sample first, each into the fullest pack that still has room. No sample is cut and none
/// is lost; the released LongWriter packer is next-fit and drops its last partial pack.
/// </summary>
public static class Packer
{
    /// <param name="samples">Samples of at most <paramref name="packLength"/> places each.</param>
    /// <returns>Packs in the order they were opened.</returns>
    /// <exception cref="ArgumentException">A sample is longer than a pack.</exception>
    public static List<List<TokenSample>> Fill(IReadOnlyList<TokenSample> samples, int packLength)
    {
        var packs = new List<List<TokenSample>>();

        // Open packs by the room they have left; a sorted set finds the tightest fit in log time.
        var open = new SortedSet<(int Room, int Index)>();
        foreach (var sample in samples.Select((value, order) => (value, order)).OrderByDescending(entry => entry.value.Length).ThenBy(entry => entry.order).Select(entry => entry.value))
        {
            if (sample.Length > packLength)
            {
                throw new ArgumentException($"a sample of {sample.Length} tokens does not fit a pack of {packLength}", nameof(samples));
            }

            var (room, index) = open.GetViewBetween((sample.Length, 0), (int.MaxValue, int.MaxValue)).Min;
            if (room == 0)
            {
                (room, index) = (packLength, packs.Count);
                packs.Add([]);
            }
            else
            {
                open.Remove((room, index));
            }

            packs[index].Add(sample);
            if (room > sample.Length)
            {
                open.Add((room - sample.Length, index));
            }
        }

        return packs;
    }
}
