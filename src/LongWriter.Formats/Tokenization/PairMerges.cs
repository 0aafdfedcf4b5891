namespace LongWriter.Formats.Tokenization;

/// <summary>
/// Byte-pair merging over token ids: the best pair first, the leftmost of equals. A priority queue keeps a piece of n symbols at
/// n·log n, so that a hostile text without spaces cannot stall it.
/// </summary>
internal sealed class PairMerges
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];

    /// <param name="ids">The ordinary tokens; a merge with a part or a result that is none of them is passed over.</param>
    public PairMerges(IReadOnlyList<(string Left, string Right)> merges, Dictionary<string, int> ids)
    {
        for (var rank = 0; rank < merges.Count; rank++)
        {
            var (left, right) = merges[rank];
            if (ids.TryGetValue(left, out var l) && ids.TryGetValue(right, out var r) && ids.TryGetValue(left + right, out var merged))
            {
                _merges.TryAdd((l, r), (rank, merged));
            }
        }
    }

    /// <summary>Adds what is left of the symbols when no pair of neighbours can be merged.</summary>
    public void Merge(ReadOnlySpan<int> symbols, List<int> target)
    {
        // A doubly linked list over the piece; -1 marks a symbol that was merged into its left neighbour.
        var length = symbols.Length;
        var symbol = symbols.ToArray();
        var previous = new int[length];
        var next = new int[length];
        for (var i = 0; i < length; i++)
        {
            previous[i] = i - 1;
            next[i] = i + 1 < length ? i + 1 : -1;
        }

        var queue = new PriorityQueue<(int At, int Left, int Right), (int Rank, int At)>();
        void Offer(int at)
        {
            if (at >= 0 && next[at] >= 0 && _merges.TryGetValue((symbol[at], symbol[next[at]]), out var merge))
            {
                queue.Enqueue((at, symbol[at], symbol[next[at]]), (merge.Rank, at));
            }
        }

        for (var i = 0; i < length; i++)
        {
            Offer(i);
        }

        while (queue.TryDequeue(out var entry, out _))
        {
            var (at, left, right) = entry;
            if (symbol[at] != left || next[at] < 0 || symbol[next[at]] != right)
            {
                continue;
            }

            symbol[at] = _merges[(left, right)].Merged;
            symbol[next[at]] = -1;
            next[at] = next[next[at]];
            if (next[at] >= 0)
            {
                previous[next[at]] = at;
            }

            Offer(previous[at]);
            Offer(at);
        }

        for (var i = 0; i >= 0 && i < length; i = next[i])
        {
            target.Add(symbol[i]);
        }
    }
}
