namespace LongWriter.Datasets.Selecting.Duplicates;

/// <summary>What a prompt is compared by: a sketch that estimates how much two prompts share, and keys under which alike ones are found.</summary>
internal sealed class MinHash
{
    /// <summary>Places of the sketch: each is the low byte of one minimum.</summary>
    public const int SketchBytes = 24;

    /// <summary>Keys of a prompt; each is made of two minima.</summary>
    public const int Bands = 8;

    /// <summary>Keys that are looked under for each band: of either minimum the three smallest, where edits brought smaller ones in.</summary>
    public const int Probes = Smallest * Smallest;

    private const int Smallest = 3;

    private static readonly ulong[] s_seeds = [.. Enumerable.Range(1, SketchBytes + (2 * Bands)).Select(i => Bits.Mix((ulong)i * 0x9E3779B97F4A7C15))];

    private MinHash(byte[] sketch, ulong[] keys) => (Sketch, Keys) = (sketch, keys);

    public byte[] Sketch { get; }

    /// <summary>Of each band its <see cref="Probes"/> keys; the first is the one that it is kept under.</summary>
    public ulong[] Keys { get; }

    public static MinHash Of(List<uint> features)
    {
        var sketch = new byte[SketchBytes];
        Span<ulong> a = stackalloc ulong[Smallest];
        Span<ulong> b = stackalloc ulong[Smallest];
        for (var i = 0; i < sketch.Length; i++)
        {
            Find(features, s_seeds[i], a);
            sketch[i] = (byte)a[0];
        }

        var keys = new ulong[Bands * Probes];
        for (var band = 0; band < Bands; band++)
        {
            Find(features, s_seeds[SketchBytes + (2 * band)], a);
            Find(features, s_seeds[SketchBytes + (2 * band) + 1], b);
            for (var probe = 0; probe < Probes; probe++)
            {
                keys[(Probes * band) + probe] = Bits.Mix(a[probe / Smallest] + Bits.Mix(b[probe % Smallest]));
            }
        }

        return new MinHash(sketch, keys);
    }

    /// <summary>The smallest different hashes in rising order; the last again and again where there are fewer features.</summary>
    private static void Find(List<uint> features, ulong seed, Span<ulong> smallest)
    {
        smallest.Fill(ulong.MaxValue);
        foreach (var feature in features)
        {
            var hash = (feature ^ seed) * 0xD6E8FEB86659FD93;
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            for (var i = 0; i < smallest.Length && hash != smallest[i]; i++)
            {
                if (hash < smallest[i])
                {
                    (hash, smallest[i]) = (smallest[i], hash);
                }
            }
        }

        for (var i = 1; i < smallest.Length; i++)
        {
            smallest[i] = smallest[i] == ulong.MaxValue ? smallest[i - 1] : smallest[i];
        }
    }
}
