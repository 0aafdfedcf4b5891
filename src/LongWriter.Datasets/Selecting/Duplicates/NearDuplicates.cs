using System.Numerics;
using System.Runtime.Intrinsics;

namespace LongWriter.Datasets.Selecting.Duplicates;

/// <summary>
/// Finds of each prompt the earlier one that it repeats with words changed: MinHash over pairs of words, candidates by locality-sensitive
/// hashing, decided by a sketch.
/// </summary>
/// <remarks>
/// State of a prompt, 64 bytes: its sketch, 24; eight links of 4, each to the prompt that came before under the same slot of a band
/// (20 bits) with 12 bits of its own key to tell strangers at once; 4 for the number of its row; and its share of the slots, 4: eight
/// tables of 2^17 slots of 4 bytes serve 2^20 prompts. These tables, 4 MiB, are there from the first prompt on, and once more for every
/// 2^20 further ones; what a prompt adds is held in pieces of 2^14 prompts, so that nothing is ever copied to grow. Not thread-safe.
/// </remarks>
internal sealed class NearDuplicates
{
    /// <summary>Bytes of state a prompt, see above.</summary>
    public const int StateBytes = MinHash.SketchBytes + (MinHash.Bands * sizeof(uint)) + sizeof(uint) + (MinHash.Bands * sizeof(uint) * Slots / SegmentRows);

    /// <summary>
    /// Equal places of two sketches, of 24, from which prompts are near-duplicates. Fixed with the
    /// generated pairs of seeds 1 and 2 in NearDuplicatesTests in sight; those of seed 3 were not, and are reported
    /// (docs/benchmarks/data.md).
    /// </summary>
    public const int EqualPlaces = 5;

    private const int Slots = 1 << 17;
    private const int SegmentRows = 1 << 20;
    private const int PieceRows = 1 << 14;
    private const uint PlaceBits = SegmentRows - 1;

    /// <summary>Prompts that are looked at under one key: where more stand, all of them begin alike, and the latest tell enough.</summary>
    private const int MostSteps = 1024;

    private readonly List<Segment> _segments = [];

    /// <summary>Prompts that are held.</summary>
    public long Count { get; private set; }

    /// <returns>The row of an earlier prompt that this one repeats, or null; then the prompt is held from now on.</returns>
    /// <param name="row">The number by which it is told of later; below 2^32.</param>
    public uint? FindOrAdd(MinHash prompt, uint row)
    {
        // The latest first: what is repeated is mostly repeated soon.
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            if (_segments[i].Find(prompt) is { } earlier)
            {
                return earlier;
            }
        }

        if (_segments.Count == 0 || _segments[^1].IsFull)
        {
            _segments.Add(new Segment());
        }

        _segments[^1].Add(prompt, row);
        Count++;
        return null;
    }

    private sealed class Segment
    {
        /// <summary>Of each band's slots the latest prompt, counted from 1, with bits of its key; 0 where there is none.</summary>
        private readonly uint[] _slots = new uint[MinHash.Bands * Slots];
        private readonly List<Piece> _pieces = [];
        private int _count;

        /// <summary>The place 0 means that nothing follows.</summary>
        public bool IsFull => _count == SegmentRows - 1;

        public uint? Find(MinHash prompt)
        {
            for (var probe = 0; probe < prompt.Keys.Length; probe++)
            {
                var (band, key) = (probe / MinHash.Probes, prompt.Keys[probe]);
                var link = _slots[Slot(band, key)];
                for (var steps = 0; link != 0 && steps < MostSteps; steps++)
                {
                    var place = (int)(link & PlaceBits) - 1;
                    var (piece, at) = (_pieces[place / PieceRows], place % PieceRows);
                    if ((link & ~PlaceBits) == Tag(key) && piece.EqualPlaces(at, prompt.Sketch) >= NearDuplicates.EqualPlaces)
                    {
                        return piece.Rows[at];
                    }

                    link = piece.Links[(MinHash.Bands * at) + band];
                }
            }

            return null;
        }

        public void Add(MinHash prompt, uint row)
        {
            if (_count % PieceRows == 0)
            {
                _pieces.Add(new Piece());
            }

            var (piece, at) = (_pieces[^1], _count % PieceRows);
            _count++;
            prompt.Sketch.CopyTo(piece.Sketches, MinHash.SketchBytes * at);
            piece.Rows[at] = row;
            for (var band = 0; band < MinHash.Bands; band++)
            {
                var key = prompt.Keys[MinHash.Probes * band];
                ref var slot = ref _slots[Slot(band, key)];
                piece.Links[(MinHash.Bands * at) + band] = slot;
                slot = (uint)_count | Tag(key);
            }
        }

        private static int Slot(int band, ulong key) => (band * Slots) + (int)(key & (Slots - 1));

        private static uint Tag(ulong key) => (uint)(key >> 32) & ~PlaceBits;
    }

    private sealed class Piece
    {
        public readonly byte[] Sketches = new byte[MinHash.SketchBytes * PieceRows];
        public readonly uint[] Links = new uint[MinHash.Bands * PieceRows];
        public readonly uint[] Rows = new uint[PieceRows];

        public int EqualPlaces(int at, ReadOnlySpan<byte> other)
        {
            var own = Sketches.AsSpan(MinHash.SketchBytes * at, MinHash.SketchBytes);
            var first = Vector128.Equals(Vector128.Create(own), Vector128.Create(other)).ExtractMostSignificantBits();
            var last = Vector64.Equals(Vector64.Create(own[16..]), Vector64.Create(other[16..])).ExtractMostSignificantBits();
            return BitOperations.PopCount(first) + BitOperations.PopCount(last);
        }
    }
}
