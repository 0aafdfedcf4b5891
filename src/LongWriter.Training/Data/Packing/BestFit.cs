namespace LongWriter.Training.Data.Packing;

/// <summary>Best-fit-decreasing: the longest sample first, each into the fullest pack that still has room for it.</summary>
internal static class BestFit
{
    /// <param name="lengths">Lengths from 1 to <paramref name="packLength"/>.</param>
    /// <returns>Packs of indices in the order they were opened.</returns>
    public static List<List<int>> Fill(IReadOnlyList<int> lengths, int packLength)
    {
        var packs = new List<List<int>>();

        // Open packs by the room they have left; a sorted set finds the tightest fit in log time.
        var open = new SortedSet<(int Room, int Pack)>();
        foreach (var sample in Enumerable.Range(0, lengths.Count).OrderByDescending(sample => lengths[sample]))
        {
            var (room, pack) = open.GetViewBetween((lengths[sample], 0), (int.MaxValue, int.MaxValue)).Min;
            if (room == 0)
            {
                (room, pack) = (packLength, packs.Count);
                packs.Add([]);
            }
            else
            {
                open.Remove((room, pack));
            }

            packs[pack].Add(sample);
            if (room > lengths[sample])
            {
                open.Add((room - lengths[sample], pack));
            }
        }

        return packs;
    }
}
