using LongWriter.Inference.Kernels;

namespace LongWriter.Inference.Model;

/// <summary>Keys and values as halves: half the bytes of floats, at a rounding error far below that of the weights' own types.</summary>
internal sealed unsafe class HalfKeyValueCache(ModelShape shape) : KeyValueCache
{
    private readonly GrowingMemory<ushort> _keys = new(shape.Layers * shape.KeyValueHeads, shape.HeadSize);
    private readonly GrowingMemory<ushort> _values = new(shape.Layers * shape.KeyValueHeads, shape.HeadSize);

    public ushort* Keys(int layer, int head) => _keys[(layer * shape.KeyValueHeads) + head];

    public ushort* Values(int layer, int head) => _values[(layer * shape.KeyValueHeads) + head];

    public override void Store(int layer, int head, int position, float* key, float* value)
    {
        var tile = Keys(layer, head) + ((long)(position / Attention.Tile) * Attention.Tile * shape.HeadSize) + (position % Attention.Tile);
        var row = Values(layer, head) + ((long)position * shape.HeadSize);
        for (var i = 0; i < shape.HeadSize; i++)
        {
            tile[i * Attention.Tile] = HalfBits.FromSingle(key[i]);
            row[i] = HalfBits.FromSingle(value[i]);
        }
    }

    public override void Score(int layer, int head, float* query, int fromTile, int toTile, float* scores) =>
        HalfAttention.Score(query, Keys(layer, head), fromTile, toTile, shape.HeadSize, scores);

    public override void Mix(int layer, int head, int positions, int from, int to, float* weights, float inverse, float* output) =>
        HalfAttention.Mix(Values(layer, head), positions, shape.HeadSize, from, to, weights, inverse, output);

    public override void Dispose()
    {
        _keys.Dispose();
        _values.Dispose();
    }

    protected override void Grow(int capacity)
    {
        _keys.Grow(capacity);
        _values.Grow(capacity);
    }
}
