using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>
/// Keys and values of the tokens seen so far, by layer and key-value head. Grows as it fills, so that a short text does not pay for
/// the whole context; keys lie in the transposed tiles that <see cref="Attention"/> reads.
/// </summary>
internal sealed unsafe class KeyValueCache(ModelShape shape) : IDisposable
{
    private const int Step = 1024;
    private readonly AlignedMemory<float>?[] _keys = new AlignedMemory<float>?[shape.Layers * shape.KeyValueHeads];
    private readonly AlignedMemory<float>?[] _values = new AlignedMemory<float>?[shape.Layers * shape.KeyValueHeads];
    private int _capacity;

    public float* Keys(int layer, int head) => _keys[(layer * shape.KeyValueHeads) + head]!.Pointer;

    public float* Values(int layer, int head) => _values[(layer * shape.KeyValueHeads) + head]!.Pointer;

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
        for (var i = 0; i < shape.HeadSize; i++)
        {
            tile[i * Attention.Tile] = key[i];
        }

        Buffer.MemoryCopy(value, Values(layer, head) + ((long)position * shape.HeadSize), shape.HeadSize * sizeof(float), shape.HeadSize * sizeof(float));
    }

    public void Dispose()
    {
        foreach (var memory in _keys.Concat(_values))
        {
            memory?.Dispose();
        }
    }

    private static AlignedMemory<float> Grow(AlignedMemory<float>? old, long length)
    {
        var grown = new AlignedMemory<float>(length);
        if (old is not null)
        {
            Buffer.MemoryCopy(old.Pointer, grown.Pointer, length * sizeof(float), old.Length * sizeof(float));
            old.Dispose();
        }

        return grown;
    }
}
