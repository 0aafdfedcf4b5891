namespace LongWriter.Training.Data.Packing;

/// <summary>
/// The released LongWriter packing, to compare with: samples in the order they come, a new pack as soon as one does not fit; the
/// last pack, only partly filled, is lost, and so are the packs beyond a multiple of the GPUs.
/// </summary>
internal static class NextFit
{
    /// <param name="gpus">GPUs that share the packs; what they cannot share evenly is lost.</param>
    public static List<List<int>> Fill(IReadOnlyList<int> lengths, int packLength, int gpus)
    {
        var packs = new List<List<int>>();
        var room = 0;
        for (var i = 0; i < lengths.Count; i++)
        {
            if (lengths[i] > room)
            {
                packs.Add([]);
                room = packLength;
            }

            packs[^1].Add(i);
            room -= lengths[i];
        }

        var whole = Math.Max(0, packs.Count - 1);
        return packs[..(whole - (whole % gpus))];
    }
}
