using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>
/// Keys and values of the tokens seen so far, by layer and key-value head. Grows as it fills, so that a short text does not pay for
/// the whole context; keys lie in the transposed tiles that <see cref="Attention"/> reads. Kept as halves: half the bytes of floats,
/// so that a document's worth of them stays in the cache of a small machine.
/// </summary>
internal sealed unsafe class KeyValueCache(ModelShape shape) : IDisposable
{
    private const int Step = 1024;
    private readonly AlignedMemory<ushort>?[] _keys = new AlignedMemory<ushort>?[shape.Layers * shape.KeyValueHeads];
    private readonly AlignedMemory<ushort>?[] _values = new AlignedMemory<ushort>?[shape.Layers * shape.KeyValueHeads];
    private int _capacity;

    public ushort* Keys(int layer, int head) => _keys[(layer * shape.KeyValueHeads) + head]!.Pointer;

    public ushort* Values(int layer, int head) => _values[(layer * shape.KeyValueHeads) + head]!.Pointer;

    /// <summary>Makes room for positions below <paramref name="positions"/>.</summary>
    public void Reserve(int positions)
    {
        if (positions <= _capacity)
        {
            return;
        }

        var capacity = Math.Max(_capacity * 2, (positions + Step - 1) / Step * Step);
        for (var i = 0; i < _keys.Length; i++)
        {
            _keys[i] = Grow(_keys[i], (long)capacity * shape.HeadSize);
            _values[i] = Grow(_values[i], (long)capacity * shape.HeadSize);
        }

        _capacity = capacity;
    }

    public void Store(int layer, int head, int position, float* key, float* value)
    {
        var tile = Keys(layer, head) + ((long)(position / Attention.Tile) * Attention.Tile * shape.HeadSize) + (position % Attention.Tile);
        var row = Values(layer, head) + ((long)position * shape.HeadSize);
        for (var i = 0; i < shape.HeadSize; i++)
        {
            tile[i * Attention.Tile] = HalfBits.FromSingle(key[i]);
            row[i] = HalfBits.FromSingle(value[i]);
        }
    }

    public void Dispose()
    {
        foreach (var memory in _keys.Concat(_values))
        {
            memory?.Dispose();
        }
    }

    private static AlignedMemory<ushort> Grow(AlignedMemory<ushort>? old, long length)
    {
        var grown = new AlignedMemory<ushort>(length);
        if (old is not null)
        {
            Buffer.MemoryCopy(old.Pointer, grown.Pointer, length * sizeof(ushort), old.Length * sizeof(ushort));
            old.Dispose();
        }

        return grown;
    }
}
