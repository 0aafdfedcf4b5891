namespace LongWriter.Training.Data.Packing;

/// <summary>
/// One pack after the other, each made as full as a bounded search can: the longest sample left, then the combination of others
/// that leaves the least room (minimum bin slack, Gupta and Ho, 1999). The first combination tried takes the longest that fits each
/// time; the search then exchanges the last ones chosen until no room is left or its budget is spent.
/// </summary>
internal sealed class FullestFit
{
    /// <summary>Choices tried for one pack: a few dozen usually fill it to the last place; the rest is for the last packs.</summary>
    private const int Budget = 4000;

    /// <summary>A sample shorter than this part of the room is not weighed against others.</summary>
    private const int WeighedShare = 16;

    private readonly int _packLength;
    private readonly Stack<int>[] _samples;
    private readonly LengthSet _left;
    private readonly List<int> _chosen = [];
    private List<int> _best = [];
    private int _bestRoom;
    private int _tried;

    private FullestFit(IReadOnlyList<int> lengths, int packLength)
    {
        _packLength = packLength;
        _samples = [.. Enumerable.Range(0, packLength + 1).Select(_ => new Stack<int>())];
        _left = new LengthSet(packLength);
        for (var i = lengths.Count - 1; i >= 0; i--)
        {
            _samples[lengths[i]].Push(i);
            _left.Add(lengths[i]);
        }
    }

    /// <param name="lengths">Lengths from 1 to <paramref name="packLength"/>.</param>
    /// <returns>Packs of indices, longest sample first; samples of one length in their order.</returns>
    public static List<List<int>> Fill(IReadOnlyList<int> lengths, int packLength)
    {
        var search = new FullestFit(lengths, packLength);
        var packs = new List<List<int>>();
        while (search._left.Floor(packLength) is > 0 and var longest)
        {
            packs.Add(search.Take(longest));
        }

        return packs;
    }

    private List<int> Take(int longest)
    {
        (_bestRoom, _tried, _best) = (int.MaxValue, 0, []);
        Choose(longest);
        Search(_packLength - longest, longest);
        Undo();
        _best.ForEach(_left.Remove);
        return [.. _best.Select(length => _samples[length].Pop())];
    }

    /// <summary>Fills the room with samples no longer than <paramref name="longest"/>; true once no room is left or the budget is spent.</summary>
    private bool Search(int room, int longest)
    {
        // Far from the end there is nothing to weigh: the longest that fits, without a level of recursion for each of a thousand short samples.
        var before = _chosen.Count;
        int length;
        while ((length = _left.Floor(Math.Min(room, longest))) > 0 && length < room / WeighedShare)
        {
            Choose(length);
            (room, longest) = (room - length, length);
        }

        var done = Weigh(room, length);
        while (_chosen.Count > before)
        {
            Undo();
        }

        return done;
    }

    /// <summary>Tries the lengths from <paramref name="length"/> down as the next choice.</summary>
    private bool Weigh(int room, int length)
    {
        if (length == 0)
        {
            if (room < _bestRoom)
            {
                (_bestRoom, _best) = (room, [.. _chosen]);
            }

            return room == 0 || _tried >= Budget;
        }

        for (; length > 0; length = _left.Floor(length - 1))
        {
            _tried++;
            Choose(length);
            var done = Search(room - length, length);
            Undo();
            if (done)
            {
                return true;
            }
        }

        return false;
    }

    private void Choose(int length)
    {
        _chosen.Add(length);
        _left.Remove(length);
    }

    private void Undo()
    {
        _left.Add(_chosen[^1]);
        _chosen.RemoveAt(_chosen.Count - 1);
    }
}
